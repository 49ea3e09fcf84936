package ai.radium.trainer.result;

import ai.radium.gguf.ModelFile;
import ai.radium.gguf.training.ModelShape;
import ai.radium.gguf.training.UnsupportedModel;
import ai.radium.trainer.network.AdapterShape;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * {@code Conversion BASE.gguf FOLDER ADAPTER.gguf}: an adapter that PEFT has written as the engine loads it. Says the file's SHA-256, or one
 * sentence on standard error and status 1.
 */
public final class Conversion {
    private Conversion() {}

    public static void main(String[] arguments) {
        if (arguments.length != 3) {
            refuse("it takes the base's GGUF file, the adapter's folder and the file to write");
        }
        try {
            stream(FileDescriptor.out)
                    .println(convert(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2])));
        } catch (IOException | UnsupportedModel e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    /** @return the file's SHA-256, in hexadecimal digits */
    static String convert(Path base, Path folder, Path to) throws IOException, UnsupportedModel {
        try (ModelFile model = ModelFile.open(base)) {
            AdapterShape shape = PeftAdapter.shape(folder, ModelShape.of(model.metadata()));
            return GgufAdapter.write(to, shape, PeftAdapter.read(folder, shape));
        }
    }

    private static void refuse(String reason) {
        stream(FileDescriptor.err).println("radium: " + reason);
        System.exit(1);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
