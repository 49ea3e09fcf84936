package ai.radium.e2e;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** An agent that takes all memory of the JVM that it is loaded into. */
public final class MemoryEater {
    private static final List<byte[]> EATEN = new ArrayList<>();

    private MemoryEater() {}

    /** Called in the other JVM. */
    public static void agentmain(String arguments) {
        Thread.ofPlatform().name("memory-eater").start(() -> {
            for (int size = 16 * 1024 * 1024; size > 0; size--) {
                EATEN.add(new byte[1024 * 1024]);
            }
        });
    }

    /** Loads it into that process, which runs out of memory then. */
    static void loadInto(long pid, Path folder) throws Exception {
        Path jar = jar(folder);
        VirtualMachine other = VirtualMachine.attach(String.valueOf(pid));
        try {
            other.loadAgent(jar.toString());
        } catch (IOException e) {
            // it had no memory left to say that the agent is loaded
        } finally {
            other.detach();
        }
    }

    private static Path jar(Path folder) throws IOException {
        Path jar = Files.createTempFile(folder, "memory-eater", ".jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", MemoryEater.class.getName());
        String file = MemoryEater.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                var code = MemoryEater.class.getClassLoader().getResourceAsStream(file)) {
            entries.putNextEntry(new JarEntry(file));
            code.transferTo(entries);
        }
        return jar;
    }
}
