package ai.radium.devstack.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files of mode 600 and folders of mode 700: what one stack keeps is for its owner only, whatever the caller's umask. */
public final class PrivateFile {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_READS_AND_WRITES = attribute("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ENTERS = attribute("rwx------");

    private PrivateFile() {}

    /** Replaces the file as a whole: a reader sees the old text or the new one. */
    public static void write(Path file, String text) {
        try {
            Path fresh = Files.createTempFile(file.getParent(), ".fresh", null, OWNER_READS_AND_WRITES);
            Files.writeString(fresh, text, StandardCharsets.UTF_8);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StackFailure("%s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Makes an empty file where there is none, and closes one that others may read. */
    public static Path touch(Path file) {
        try {
            Files.createFile(file, OWNER_READS_AND_WRITES);
        } catch (FileAlreadyExistsException e) {
            close(file, "rw-------");
        } catch (IOException e) {
            throw new StackFailure("%s cannot be made: %s".formatted(file, e.getMessage()), e);
        }
        return file;
    }

    /** Makes the folder, whose parent exists, where there is none, and closes one that others may enter. */
    public static Path folder(Path folder) {
        try {
            Files.createDirectory(folder, OWNER_ENTERS);
        } catch (FileAlreadyExistsException e) {
            close(folder, "rwx------");
        } catch (IOException e) {
            throw new StackFailure("%s cannot be made: %s".formatted(folder, e.getMessage()), e);
        }
        return folder;
    }

    private static void close(Path path, String permissions) {
        try {
            if (Files.isSymbolicLink(path)) {
                throw new StackFailure(path + " is a symbolic link: remove it");
            }
            Set<PosixFilePermission> wanted = PosixFilePermissions.fromString(permissions);
            if (!Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).equals(wanted)) {
                Files.setPosixFilePermissions(path, wanted);
            }
        } catch (IOException e) {
            throw new StackFailure("%s cannot be closed to others: %s".formatted(path, e.getMessage()), e);
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> attribute(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
