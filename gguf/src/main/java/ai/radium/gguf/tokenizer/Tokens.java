package ai.radium.gguf.tokenizer;

import java.util.Arrays;
import java.util.Objects;

/** A growing list of token ids. */
public final class Tokens {
    private int[] ids = new int[64];
    private int size;

    public void add(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
        }
        ids[size++] = id;
    }

    public void addAll(int[] more) {
        for (int id : more) {
            add(id);
        }
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int get(int index) {
        return ids[Objects.checkIndex(index, size)];
    }

    public int[] toArray() {
        return Arrays.copyOf(ids, size);
    }
}
