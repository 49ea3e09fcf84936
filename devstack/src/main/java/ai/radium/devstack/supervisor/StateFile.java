package ai.radium.devstack.supervisor;

import ai.radium.devstack.process.PrivateFile;
import ai.radium.devstack.process.StackFailure;
import ai.radium.process.ProcessIdentity;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What a supervisor must leave behind for the next one and for its clients: who it is, how to talk to it, and which
 * processes it started. Replaced as a whole at every change, readable by the owner only.
 */
final class StateFile {
    private static final String SUPERVISOR = "supervisor";
    private static final String PORT = "control.port";
    private static final String TOKEN = "control.token";

    private final Path file;

    StateFile(Path home) {
        this.file = home.resolve("state.properties");
    }

    /** The supervisor that runs now, if any. */
    Optional<ControlAddress> control() {
        Properties state = load();
        return recorded(state, SUPERVISOR)
                .map(supervisor -> new ControlAddress(
                        supervisor, Integer.parseInt(state.getProperty(PORT)), state.getProperty(TOKEN)));
    }

    /** The process of this part that the last supervisor started with these settings, if it still runs. */
    Optional<ProcessIdentity> running(String part, String settings) {
        Properties state = load();
        return recorded(state, part + ".pid").filter(pid -> settings.equals(state.getProperty(part + ".settings")));
    }

    /** The process of this part that the last supervisor started, if it still runs, whatever its settings. */
    Optional<ProcessIdentity> running(String part) {
        return recorded(load(), part + ".pid");
    }

    /** The names of all recorded parts. */
    List<String> parts() {
        return load().stringPropertyNames().stream()
                .filter(key -> key.endsWith(".pid"))
                .map(key -> key.substring(0, key.length() - ".pid".length()))
                .sorted()
                .toList();
    }

    synchronized void putControl(ControlAddress control) {
        change(state -> {
            state.setProperty(SUPERVISOR, control.supervisor().text());
            state.setProperty(PORT, Integer.toString(control.port()));
            state.setProperty(TOKEN, control.token());
        });
    }

    synchronized void removeControl() {
        change(state -> {
            state.remove(SUPERVISOR);
            state.remove(PORT);
            state.remove(TOKEN);
        });
    }

    synchronized void putPart(String part, ProcessIdentity pid, String settings) {
        change(state -> {
            state.setProperty(part + ".pid", pid.text());
            state.setProperty(part + ".settings", settings);
        });
    }

    synchronized void removePart(String part) {
        change(state -> {
            state.remove(part + ".pid");
            state.remove(part + ".settings");
        });
    }

    private Optional<ProcessIdentity> recorded(Properties state, String key) {
        try {
            return Optional.ofNullable(state.getProperty(key))
                    .map(ProcessIdentity::parse)
                    .filter(ProcessIdentity::isAlive);
        } catch (IllegalArgumentException e) {
            throw new StackFailure(
                    "%s was written by another version of Radium: stop that one's processes, then delete the file"
                            .formatted(file),
                    e);
        }
    }

    private Properties load() {
        Properties state = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                state.load(reader);
            } catch (IOException e) {
                throw new StackFailure("%s cannot be read: %s".formatted(file, e.getMessage()), e);
            }
        }
        return state;
    }

    private void change(java.util.function.Consumer<Properties> change) {
        Properties state = load();
        change.accept(state);
        StringWriter text = new StringWriter();
        try {
            state.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PrivateFile.write(file, text.toString());
    }
}
