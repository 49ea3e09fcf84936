package ai.radium.finetune.examples;

/** 64 bits of a line: SplitMix64's mixing over 8 bytes at a time. Never zero. */
final class LineHash {
    private LineHash() {}

    static long of(byte[] bytes, int length) {
        long hash = length;
        long word = 0;
        for (int i = 0; i < length; i++) {
            word = word << 8 | (bytes[i] & 0xff);
            if ((i & 7) == 7) {
                hash = mixed(hash ^ word) + 0x9e3779b97f4a7c15L;
                word = 0;
            }
        }
        hash = mixed(hash ^ word);
        return hash == 0 ? 1 : hash;
    }

    /** Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014 (Stafford's variant 13). */
    private static long mixed(long value) {
        long one = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        long two = (one ^ one >>> 27) * 0x94d049bb133111ebL;
        return two ^ two >>> 31;
    }
}
