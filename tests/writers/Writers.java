// SPDX-License-Identifier: MIT
// Writers and readers of Java. usage: Writers TABLES.hex DIRECTORY PAIR... (see run.py)

import static java.nio.charset.StandardCharsets.UTF_8;

import com.opencsv.CSVReaderBuilder;
import com.opencsv.CSVWriter;
import com.opencsv.RFC4180ParserBuilder;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

public class Writers {
    static String decode(String cell) {
        return cell.equals("-") ? null : new String(HexFormat.of().parseHex(cell.substring(1)), UTF_8);
    }

    static String encode(String cell) {
        return cell == null ? "-" : "=" + HexFormat.of().formatHex(cell.getBytes(UTF_8));
    }

    static void write(String name, List<String[]> rows, Path path) throws Exception {
        try (Writer out = Files.newBufferedWriter(path)) {
            if (name.equals("commons-csv")) {
                var printer = CSVFormat.DEFAULT.print(out);
                for (String[] row : rows) {
                    printer.printRecord((Object[]) row);
                }
                printer.flush();
            } else {
                var writer = new CSVWriter(out);
                writer.writeAll(rows);
                writer.flush();
            }
        }
    }

    static List<String[]> read(String name, Path path) throws Exception {
        List<String[]> rows = new ArrayList<>();
        try (Reader in = Files.newBufferedReader(path)) {
            if (name.equals("commons-csv")) {
                for (CSVRecord record : CSVFormat.DEFAULT.parse(in)) {
                    rows.add(record.values());
                }
            } else {
                // Its usual reader takes backslashes for escapes, and its writer does not write them.
                var parser = new RFC4180ParserBuilder().build();
                rows.addAll(new CSVReaderBuilder(in).withCSVParser(parser).build().readAll());
            }
        }
        return rows.subList(1, rows.size());
    }

    public static void main(String[] arguments) throws Exception {
        var names = Arrays.asList(arguments).subList(2, arguments.length);
        var out = new PrintStream(System.out, true, UTF_8);
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            String[] parts = line.split("\t");
            List<String[]> rows = new ArrayList<>();
            for (int i = 2; i < parts.length; i++) {
                rows.add(Arrays.stream(parts[i].split(",")).map(Writers::decode).toArray(String[]::new));
            }
            for (String name : names) {
                write(name, rows, Path.of(arguments[1], name, parts[0]));
            }
        }
        out.println("ready");
        var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] parts = line.split("\t");
            try {
                var rows = new ArrayList<String>();
                for (String[] row : read(parts[0], Path.of(parts[1]))) {
                    rows.add(String.join(",", Arrays.stream(row).map(Writers::encode).toList()));
                }
                out.println("rows\t" + String.join(";", rows));
            } catch (Exception error) {
                out.println("error\t" + String.valueOf(error.getMessage()).replace('\n', ' '));
            }
        }
    }
}
