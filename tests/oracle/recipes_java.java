// SPDX-License-Identifier: MIT
// Answers lines "WHAT SEED N ARGUMENT..." with the parts that a library makes of 0 ... N - 1: the numbers of a part
// with blanks between, and parts with bars. Needs Weka, Smile, MALLET, Commons Math, Commons RNG and Kotlin.
import java.util.*;
import java.util.stream.*;

public class recipes_java {
    static List<Integer> numbers(int n) {
        return IntStream.range(0, n).boxed().collect(Collectors.toList());
    }

    static List<Integer> of(int[] numbers) {
        return IntStream.of(numbers).boxed().collect(Collectors.toList());
    }

    static weka.core.Instances instances(int n, String labels) {
        ArrayList<weka.core.Attribute> columns = new ArrayList<>();
        columns.add(new weka.core.Attribute("i"));
        TreeSet<String> classes = new TreeSet<>();
        for (char label : labels.toCharArray())
            classes.add("" + label);
        columns.add(new weka.core.Attribute("y", new ArrayList<>(classes)));
        weka.core.Instances data = new weka.core.Instances("data", columns, n);
        data.setClassIndex(1);
        for (int i = 0; i < n; i++) {
            weka.core.Instance row = new weka.core.DenseInstance(2);
            row.setDataset(data);
            row.setValue(0, i);
            row.setValue(1, "" + labels.charAt(i));
            data.add(row);
        }
        return data;
    }

    static List<Integer> rows(weka.core.Instances data) {
        List<Integer> list = new ArrayList<>();
        for (weka.core.Instance row : data)
            list.add((int) row.value(0));
        return list;
    }

    static weka.core.Instances resampled(weka.core.Instances data, int seed, double percent, boolean invert)
            throws Exception {
        weka.filters.unsupervised.instance.Resample filter = new weka.filters.unsupervised.instance.Resample();
        filter.setNoReplacement(true);
        filter.setRandomSeed(seed);
        filter.setSampleSizePercent(percent);
        filter.setInvertSelection(invert);
        filter.setInputFormat(data);
        return weka.filters.Filter.useFilter(data, filter);
    }

    static List<List<Integer>> answer(String what, long seed, int n, String[] words) throws Exception {
        List<List<Integer>> parts = new ArrayList<>();
        List<Integer> list = numbers(n);
        switch (what) {
        case "java":
            Collections.shuffle(list, new Random(seed));
            break;
        case "kotlin":
            list = kotlin.collections.CollectionsKt.shuffled(list, kotlin.random.RandomKt.Random(seed));
            break;
        case "commons-math": {
            int[] order = org.apache.commons.math3.util.MathArrays.natural(n);
            org.apache.commons.math3.util.MathArrays.shuffle(order,
                new org.apache.commons.math3.random.MersenneTwister(seed));
            list = of(order);
            break;
        }
        case "commons-rng":
            org.apache.commons.rng.sampling.ListSampler.shuffle(
                org.apache.commons.rng.simple.RandomSource.SPLIT_MIX_64.create(seed), list);
            break;
        case "smile":
            smile.math.MathEx.setSeed(seed);
            list = of(smile.math.MathEx.permutate(n));
            break;
        case "smile-folds":
            smile.math.MathEx.setSeed(seed);
            for (smile.validation.Bag bag : smile.validation.CrossValidation.of(n, Integer.parseInt(words[0])))
                parts.add(of(bag.oob));
            return parts;
        case "mallet": {
            cc.mallet.types.InstanceList data = new cc.mallet.types.InstanceList(new cc.mallet.pipe.Noop());
            for (int i : list)
                data.add(new cc.mallet.types.Instance(i, null, null, null));
            double[] shares = Stream.of(words).mapToDouble(Double::parseDouble).toArray();
            for (cc.mallet.types.InstanceList part : data.split(new Random(seed), shares)) {
                List<Integer> rows = new ArrayList<>();
                for (cc.mallet.types.Instance row : part)
                    rows.add((Integer) row.getData());
                parts.add(rows);
            }
            return parts;
        }
        case "weka": {
            weka.core.Instances data = instances(n, "a".repeat(n));
            data.randomize(new Random(seed));
            weka.filters.unsupervised.instance.RemovePercentage filter =
                new weka.filters.unsupervised.instance.RemovePercentage();
            for (boolean invert : new boolean[]{true, false}) {
                filter.setPercentage(Double.parseDouble(words[0]));
                filter.setInvertSelection(invert);
                filter.setInputFormat(data);
                parts.add(rows(weka.filters.Filter.useFilter(data, filter)));
            }
            return parts;
        }
        case "weka-resample":
            parts.add(rows(resampled(instances(n, "a".repeat(n)), (int) seed, Double.parseDouble(words[0]), false)));
            parts.add(rows(resampled(instances(n, "a".repeat(n)), (int) seed, Double.parseDouble(words[0]), true)));
            return parts;
        case "weka-folds": {
            int folds = Integer.parseInt(words[0]);
            weka.core.Instances data = instances(n, words[1]);
            data.randomize(new Random(seed));
            if (words.length > 2)
                data.stratify(folds);
            for (int fold = 0; fold < folds; fold++)
                parts.add(rows(data.testCV(folds, fold)));
            return parts;
        }
        default:
            throw new IllegalArgumentException(what);
        }
        parts.add(list);
        return parts;
    }

    public static void main(String[] unused) throws Exception {
        Scanner lines = new Scanner(System.in);
        while (lines.hasNextLine()) {
            String[] words = lines.nextLine().split(" ");
            List<List<Integer>> parts = answer(words[0], Long.parseLong(words[1]), Integer.parseInt(words[2]),
                Arrays.copyOfRange(words, 3, words.length));
            System.out.println(parts.stream().map(part -> part.stream().map(String::valueOf)
                .collect(Collectors.joining(" "))).collect(Collectors.joining("|")));
        }
    }
}
