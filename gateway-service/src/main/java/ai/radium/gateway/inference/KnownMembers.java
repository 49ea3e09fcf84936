package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of one object that have a name of ours, as spans; used again for the next object of its kind. Null = absent. */
final class KnownMembers implements JsonScanner.Members {
    private final byte[] bytes;
    private final MemberNames names;
    private final int[] starts;
    private final int[] ends;
    private GivenNames others = new GivenNames("");
    private @Nullable String unknown;

    KnownMembers(byte[] bytes, MemberNames names) {
        this.bytes = bytes;
        this.names = names;
        starts = new int[names.count()];
        ends = new int[names.count()];
        Arrays.fill(starts, -1);
    }

    /**
     * @return the index after the object that begins at {@code start}
     * @throws RefusedBody when a name is there twice
     */
    int read(JsonWalk walk, int start) {
        Arrays.fill(starts, -1);
        others = new GivenNames("");
        unknown = null;
        return walk.members(start, this);
    }

    @Override
    public void member(int keyStart, int keyEnd, int valueStart, int valueEnd) {
        int i = names.place(bytes, keyStart, keyEnd);
        boolean isNull = bytes[valueStart] == 'n';
        if (i < 0) {
            String name = JsonSpan.text(bytes, keyStart, keyEnd);
            others.add(name);
            if (unknown == null && !isNull) {
                unknown = name;
            }
            return;
        }
        if (starts[i] >= 0) {
            throw RefusedBody.twice(names.name(i));
        }
        starts[i] = valueStart;
        ends[i] = isNull ? valueStart : valueEnd;
    }

    /** @throws RefusedBody when a member has none of the names */
    void refuseOthers() {
        if (unknown != null) {
            throw RefusedBody.unsupported(others.path(unknown));
        }
    }

    /** @throws RefusedBody when a member has none of these names */
    void refuseAllBut(Set<String> wanted) {
        refuseOthers();
        for (int i = 0; i < starts.length; i++) {
            if (given(i) && !wanted.contains(names.name(i))) {
                throw RefusedBody.unsupported(names.name(i));
            }
        }
    }

    boolean has(String name) {
        return given(names.place(name));
    }

    private boolean given(int i) {
        return starts[i] >= 0 && ends[i] > starts[i];
    }

    /** Where the value begins, which is there. */
    int start(String name) {
        return starts[names.place(name)];
    }

    JsonSpan span(String name) {
        return new JsonSpan(bytes, starts[names.place(name)], ends[names.place(name)]);
    }

    /** @throws RefusedBody unless it is there and a string */
    JsonSpan string(String name) {
        if (!has(name) || !span(name).isString()) {
            throw RefusedBody.at(name, name + (has(name) ? " must be a string" : " is required"));
        }
        return span(name);
    }

    /** @throws RefusedBody when it is there and no string */
    void optionalString(String name) {
        if (has(name)) {
            string(name);
        }
    }

    /** @throws RefusedBody when it is there and no object */
    boolean hasObject(String name) {
        if (has(name) && !span(name).isObject()) {
            throw RefusedBody.at(name, name + " must be an object");
        }
        return has(name);
    }

    /** False when it is absent. */
    boolean flag(String name) {
        return has(name) && span(name).flag(name);
    }

    /** Appends the raw value, {@code null} when it is absent. */
    void write(String name, ByteBuf out) {
        if (has(name)) {
            span(name).write(out);
        } else {
            ByteBufUtil.writeAscii(out, "null");
        }
    }

    /** Appends a member that follows others, unless it is absent. */
    void writeMember(String name, ByteBuf out) {
        if (has(name)) {
            ByteBufUtil.writeAscii(out, ",\"" + name + "\":");
            span(name).write(out);
        }
    }
}
