// SPDX-License-Identifier: MIT
// Answers "SEED OP TIMES [ARGUMENT]" lines with java.util.Random's values, one line each.
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Scanner;

public class random_java {
    static String draw(Random random, String op, String argument) {
        switch (op) {
        case "nextInt":
            return argument == null ? "" + random.nextInt()
                                    : "" + random.nextInt(Integer.parseInt(argument));
        case "nextLong":
            return "" + random.nextLong();
        case "nextDouble":
            return Double.toHexString(random.nextDouble());
        default: {
            List<Integer> list = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(argument); i++)
                list.add(i);
            Collections.shuffle(list, random);
            return list.toString().replaceAll("[\\[\\],]", "");
        }
        }
    }

    public static void main(String[] unused) {
        Scanner lines = new Scanner(System.in);
        while (lines.hasNextLine()) {
            String[] words = lines.nextLine().split(" ");
            Random random = new Random(Long.parseLong(words[0]));
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < Integer.parseInt(words[2]); i++)
                out.append(i > 0 ? " " : "")
                    .append(draw(random, words[1], words.length > 3 ? words[3] : null));
            System.out.println(out);
        }
    }
}
