// SPDX-License-Identifier: MIT
// Answers "SEED OP TIMES" lines with the values of Spark's own XORShiftRandom, one line each. The
// classpath holds spark-core and scala-library.
import java.util.Random;
import java.util.Scanner;
import org.apache.spark.util.random.XORShiftRandom;

public class random_spark {
    public static void main(String[] unused) {
        Scanner lines = new Scanner(System.in);
        while (lines.hasNextLine()) {
            String[] words = lines.nextLine().split(" ");
            Random random = new XORShiftRandom(Long.parseLong(words[0]));
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < Integer.parseInt(words[2]); i++)
                out.append(i > 0 ? " " : "")
                    .append(words[1].equals("raw") ? "" + Integer.toUnsignedLong(random.nextInt())
                                                   : Double.toHexString(random.nextDouble()));
            System.out.println(out);
        }
    }
}
