// SPDX-License-Identifier: MIT
// Answers "SEED OP 1 N" lines, one line each, with the torch::randperm of LibTorch, by the JavaCPP
// presets: "permutation" with its values, "head" with the first 100,000 of them, "digest" with the SHA-256 of its values,
// one a line.
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Scanner;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

public class random_torch {
    static String digest(LongPointer values, long count) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] text = new byte[1 << 20];
        int used = 0;
        for (long i = 0; i < count; i++) {
            long value = values.get(i);
            int digits = 1;
            for (long rest = value; rest >= 10; rest /= 10)
                digits++;
            for (int d = digits - 1; d >= 0; d--, value /= 10)
                text[used + d] = (byte) ('0' + value % 10);
            text[used + digits] = '\n';
            used += digits + 1;
            if (used > text.length - 21 || i == count - 1) { // 21: the longest number, a line end
                digest.update(text, 0, used);
                used = 0;
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    public static void main(String[] unused) throws Exception {
        Scanner lines = new Scanner(System.in);
        while (lines.hasNextLine()) {
            String[] words = lines.nextLine().split(" ");
            long count = Long.parseLong(words[3]);
            try (PointerScope scope = new PointerScope()) {
                torch.manual_seed(Long.parseUnsignedLong(words[0]));
                Tensor order = torch.randperm(count);
                LongPointer values = order.data_ptr_long();
                if (words[1].equals("digest")) {
                    System.out.println(digest(values, count));
                    continue;
                }
                StringBuilder out = new StringBuilder();
                long shown = words[1].equals("head") ? 100000 : count;
                for (long i = 0; i < shown; i++)
                    out.append(i > 0 ? " " : "").append(values.get(i));
                System.out.println(out);
            }
        }
    }
}
