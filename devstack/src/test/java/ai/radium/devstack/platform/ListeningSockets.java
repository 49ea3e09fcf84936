package ai.radium.devstack.platform;

import ai.radium.process.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sockets that processes listen on, as the kernel tells (proc(5), {@code /proc/net/tcp}, {@code udp}). */
final class ListeningSockets {
    private static final String LISTEN = "0A";

    private ListeningSockets() {}

    /** @param hex the address and port as the kernel writes them */
    record Address(String protocol, String hex) {
        boolean isLoopback() {
            String host = hex.substring(0, hex.indexOf(':'));
            return host.matches("......7F")
                    || host.equals("00000000000000000000000001000000")
                    || host.matches("0000000000000000FFFF0000......7F");
        }
    }

    static List<Address> of(List<ProcessIdentity> processes) {
        Set<String> own = processes.stream()
                .flatMap(process -> inodes(process.pid()).stream())
                .collect(Collectors.toSet());
        return Stream.of("tcp", "tcp6", "udp", "udp6")
                .flatMap(protocol -> lines(protocol)
                        .map(line -> List.of(line.strip().split("\\s+", -1)))
                        .filter(fields -> own.contains(fields.get(9)))
                        .filter(fields ->
                                protocol.startsWith("udp") || fields.get(3).equals(LISTEN))
                        .map(fields -> new Address(protocol, fields.get(1))))
                .toList();
    }

    private static Stream<String> lines(String protocol) {
        try {
            return Files.readAllLines(Path.of("/proc/net", protocol)).stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> inodes(long pid) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return descriptors
                    .map(ListeningSockets::target)
                    .filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring("socket:[".length(), target.length() - 1))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing for one that was closed meanwhile. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
