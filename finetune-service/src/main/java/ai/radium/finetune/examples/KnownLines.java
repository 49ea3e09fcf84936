package ai.radium.finetune.examples;

/**
 * Which lines were there before, by {@link LineHash} of each (that two of the most lines meet has a chance of 3 in
 * 10⁸). Exact up to {@link #MOST} different lines; later ones are compared with those.
 */
final class KnownLines {
    /** 16 MiB at most. */
    static final int MOST = 1 << 20;

    private static final int LEAST_SLOTS = 1 << 10;

    /** At zero a slot is free. */
    private long[] slots = new long[LEAST_SLOTS];

    private int known;
    private boolean full;

    /** Whether a line of the same hash was noted before; notes it. */
    boolean isKnown(long hash) {
        int at = slot(slots, hash);
        if (slots[at] != 0) {
            return true;
        }
        if (known == MOST) {
            full = true;
            return false;
        }
        if (2 * (known + 1) > slots.length) {
            grow();
            at = slot(slots, hash);
        }
        slots[at] = hash;
        known++;
        return false;
    }

    /** Whether all lines were compared with all others. */
    boolean isExact() {
        return !full;
    }

    private void grow() {
        long[] more = new long[2 * slots.length];
        for (long hash : slots) {
            if (hash != 0) {
                more[slot(more, hash)] = hash;
            }
        }
        slots = more;
    }

    private static int slot(long[] slots, long hash) {
        int mask = slots.length - 1;
        int at = (int) hash & mask;
        while (slots[at] != 0 && slots[at] != hash) {
            at = (at + 1) & mask;
        }
        return at;
    }
}
