package ai.radium.devstack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;

/** The terminal, for people and scripts. */
final class Console {
    private Console() {}

    static PrintStream out() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    }

    static PrintStream err() {
        return new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
    }
}
