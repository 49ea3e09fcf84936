package ai.radium.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How one process is started. It cannot read from a terminal; what it writes is for its user only (umask 077), unless said otherwise; errors go
 * where its output goes, unless {@link #errorsTo} says otherwise. Whatever is asked for, the process that {@link #start} answers is the command itself.
 *
 * <p>For example {@code ProcessLaunch.of(List.of("sleep", "60")).dyingWithItsParent().start()}.
 */
public final class ProcessLaunch {
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rw-------");

    /** No command of the core utilities does this and nothing else. */
    private static final List<String> NEW_GROUP =
            List.of("python3", "-ISc", "import os, sys; os.setpgid(0, 0); os.execvp(sys.argv[1], sys.argv[1:])");

    /** Does not fork here: a child of Java leads no group. */
    private static final List<String> NEW_SESSION = List.of("setsid");

    /** The kernel asks for no death of a child whose parent ended before setpriv asked for it: then it ends by itself. */
    private static final String UNLESS_ORPHANED = "[ \"$PPID\" = \"$0\" ] && ";

    /** What any program may need to know; secrets have other names. */
    private static final Set<String> USUAL = Set.of(
            "PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "JAVA_HOME", "LD_LIBRARY_PATH", "XDG_CACHE_HOME");

    private final List<String> command;
    private final Map<String, String> environment = new HashMap<>();
    private Predicate<String> inherited = name -> true;
    private Optional<Path> directory = Optional.empty();
    private Optional<Path> log = Optional.empty();
    private Optional<Path> errors = Optional.empty();
    private Optional<SystemUser> user = Optional.empty();
    private List<String> belonging = List.of();
    private boolean diesWithParent;
    private Limits limits = Limits.NONE;
    private String umask = "umask 077; ";

    private ProcessLaunch(List<String> command) {
        this.command = List.copyOf(command);
    }

    public static ProcessLaunch of(List<String> command) {
        return new ProcessLaunch(command);
    }

    public ProcessLaunch in(Path folder) {
        directory = Optional.of(folder);
        return this;
    }

    /** Adds to its environment. */
    public ProcessLaunch with(Map<String, String> variables) {
        environment.putAll(variables);
        return this;
    }

    /** What it gets of this process's environment; all, unless this is called. */
    public ProcessLaunch inheriting(Predicate<String> names) {
        inherited = names;
        return this;
    }

    /** Gets of this process's environment what any program may need, and what begins with one of these. */
    public ProcessLaunch inheritingTheUsualAnd(String... prefixes) {
        return inheriting(
                name -> USUAL.contains(name) || List.of(prefixes).stream().anyMatch(name::startsWith));
    }

    /** Appends its output to a file, made for its owner only; else the caller has to read it. */
    public ProcessLaunch loggingTo(Path file) {
        log = Optional.of(file);
        return this;
    }

    /** Appends what it writes to standard error to another file, made like {@link #loggingTo}'s. */
    public ProcessLaunch errorsTo(Path file) {
        errors = Optional.of(file);
        return this;
    }

    /** Root's callers only. */
    public ProcessLaunch as(SystemUser other) {
        user = Optional.of(other);
        return this;
    }

    /** In a process group of its own, so that no signal of a terminal reaches it. */
    public ProcessLaunch inNewGroup() {
        belonging = NEW_GROUP;
        return this;
    }

    /** In a session of its own, so that neither a signal nor the end of a terminal reaches it. */
    public ProcessLaunch inNewSession() {
        belonging = NEW_SESSION;
        return this;
    }

    /**
     * Killed by the kernel when the thread that started it ends, however that or this process ends: start it from a platform
     * thread that lives as long as it is needed.
     */
    public ProcessLaunch dyingWithItsParent() {
        diesWithParent = true;
        return this;
    }

    /** What it writes is for whoever this process's own umask lets read it. */
    public ProcessLaunch sharingItsFiles() {
        umask = "";
        return this;
    }

    public ProcessLaunch limited(Limits bounds) {
        limits = bounds;
        return this;
    }

    /** Returns once the process exists, a child of this one. */
    public Process start() throws IOException {
        if (diesWithParent && Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a virtual thread's carrier may end at any time, and the process with it");
        }
        Optional<Path> group =
                limits.needsGroup() ? ControlGroups.of(Path.of("/")).make(limits) : Optional.empty();
        ProcessBuilder builder = new ProcessBuilder(line(group))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true);
        directory.ifPresent(folder -> builder.directory(folder.toFile()));
        if (log.isPresent()) {
            builder.redirectOutput(
                    ProcessBuilder.Redirect.appendTo(owned(log.get()).toFile()));
        }
        if (errors.isPresent()) {
            builder.redirectErrorStream(false)
                    .redirectError(
                            ProcessBuilder.Redirect.appendTo(owned(errors.get()).toFile()));
        }
        builder.environment().keySet().removeIf(name -> !inherited.test(name));
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (group.isPresent()) {
            var _ = process.onExit().thenRun(() -> ControlGroups.remove(group.get()));
        }
        return process;
    }

    /** Each of these programs becomes the next one, so the pid stays. */
    List<String> line(Optional<Path> group) {
        List<String> line = new ArrayList<>(belonging);
        String bounds = group.map(folder -> "echo $$ > '%s/cgroup.procs' || exit 126; ".formatted(folder))
                .orElseGet(limits::shell);
        if (user.isPresent() && !bounds.isEmpty()) { // only root may join a group or raise a limit
            line.addAll(List.of("sh", "-c", bounds + "exec \"$0\" \"$@\""));
            bounds = "";
        }
        user.ifPresent(other -> line.addAll(other.prefix()));
        if (diesWithParent) {
            line.addAll(user.isPresent() ? List.of() : List.of("setpriv"));
            line.addAll(List.of("--pdeathsig", "KILL"));
        }
        String shell = umask + bounds;
        if (diesWithParent) {
            String parent = Long.toString(ProcessHandle.current().pid());
            line.addAll(List.of("sh", "-c", shell + UNLESS_ORPHANED + "exec \"$@\"", parent));
        } else {
            line.addAll(List.of("sh", "-c", shell + "exec \"$0\" \"$@\""));
        }
        line.addAll(limits.prefix(group.isPresent()));
        line.addAll(command);
        return line;
    }

    /** Made before the process opens it, which would let others read it; one of another mode is closed to them. */
    private static Path owned(Path file) throws IOException {
        try {
            return Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNERS));
        } catch (FileAlreadyExistsException e) {
            if (Files.isSymbolicLink(file)) {
                throw new IOException(file + " is a symbolic link: remove it", e);
            }
            if (!Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS).equals(OWNERS)) {
                Files.setPosixFilePermissions(file, OWNERS);
            }
            return file;
        }
    }
}
