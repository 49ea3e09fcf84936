package ai.radium.gguf.tokenizer;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Texts that tokenizers get wrong. */
final class HostileTexts {
    private static final List<String> PARTS = List.of(
            " ",
            "  ",
            "   ",
            "\n",
            "\n\n",
            "\r\n",
            "\t",
            "\u00a0",
            "\u3000",
            "\u2028",
            "\u200b",
            "\u0085",
            "the",
            " the",
            "The",
            "THE",
            "hello",
            " world",
            "don't",
            "I'LL",
            "we'Ve",
            "'s",
            "'S",
            "'",
            "''",
            "\u2019s",
            "1",
            "12",
            "123",
            "1234567",
            "3.14",
            "\u0661\u0662\u0663",
            "\u00bd",
            "\u2167",
            "\u4e00\u4e8c",
            "\u65e5\u672c\u8a9e",
            "\ud55c\uad6d\uc5b4",
            "\u0939\u093f\u0928\u094d\u0926\u0940",
            "\u0e44\u0e17\u0e22",
            "\u0627\u0644\u0639",
            "\u00e9",
            "e\u0301",
            "\u00df",
            "\u0130",
            "\ud83d\ude00",
            "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
            "\ud83c\uddf3\ud83c\uddf1",
            "\ufe0f",
            "\ud834\udd1e",
            "\ufffd",
            "\u0000",
            "\u0001",
            "\u001f",
            "\u007f",
            "<|im_end|>",
            "<|im_start|>",
            "<|endoftext|>",
            "</s>",
            "<s>",
            "<unk>",
            "<|im_",
            "<0x0A>",
            "\u2581",
            "_",
            "__",
            "-",
            "--",
            "...",
            "!?",
            "$",
            "+",
            "=",
            "^",
            "~",
            "|",
            "<",
            ">",
            "`",
            "{\"a\": 1}",
            "http://x.y/z?q=1&r=%20",
            "if (a[i] != b) {",
            "\u0120",
            "\u010a",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "\u05d0\u05d1");

    private HostileTexts() {}

    /** The same ones for the same seed. */
    static Stream<String> of(long seed, int count) {
        Random random = new Random(seed);
        return Stream.generate(() -> random.nextInt(4) == 0 ? anyPoints(random) : parts(random))
                .limit(count);
    }

    private static String parts(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            text.append(PARTS.get(random.nextInt(PARTS.size())));
        }
        return text.toString();
    }

    /** Characters of any script, those left out that Unicode has named since the engine's tables were made. */
    private static String anyPoints(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(10); i >= 0; i--) {
            int point = random.nextInt(3) == 0 ? random.nextInt(0x80) : random.nextInt(0x2FFFF);
            if (Character.isDefined(point) && !(point >= 0xD800 && point <= 0xDFFF)) {
                text.appendCodePoint(point);
            }
        }
        return text.toString();
    }
}
