package ai.radium.gateway.inference;

/** Well-formed UTF-8 sequences of two bytes and more (Unicode 16, table 3-7). */
final class Utf8 {
    private Utf8() {}

    /**
     * @return the index after the sequence that begins at {@code at}
     * @throws JsonFailure when there is no well-formed one
     */
    static int sequence(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xFF;
        int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if (first < 0xC2 || first > 0xF4 || at + length > end) {
            throw new JsonFailure("invalid UTF-8", at);
        }
        int second = bytes[at + 1] & 0xFF;
        int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            throw new JsonFailure("invalid UTF-8", at);
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                throw new JsonFailure("invalid UTF-8", at);
            }
        }
        return at + length;
    }
}
