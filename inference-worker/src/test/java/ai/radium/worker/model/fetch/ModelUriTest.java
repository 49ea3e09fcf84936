package ai.radium.worker.model.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelUriTest {
    @Test
    void readsEveryKind() {
        assertThat(ModelUri.parse("hf:Qwen/Qwen2.5-0.5B@v1.0/sub/q4.gguf"))
                .isEqualTo(new ModelUri.HuggingFace("Qwen", "Qwen2.5-0.5B", "v1.0", "sub/q4.gguf"));
        assertThat(ModelUri.parse("s3://my-bucket/a/b.gguf")).isEqualTo(new ModelUri.S3("my-bucket", "a/b.gguf"));
        assertThat(ModelUri.parse("https://host/a.gguf?key=hush"))
                .isEqualTo(new ModelUri.Web(URI.create("https://host/a.gguf?key=hush")))
                .hasToString("https://host/a.gguf");
        assertThat(ModelUri.parse("file:///data/a.gguf")).isEqualTo(new ModelUri.LocalFile(Path.of("/data/a.gguf")));
        assertThat(ModelUri.parse("pypi:one==1.0,two==1.0!data/a.gguf"))
                .isEqualTo(new ModelUri.Pypi(List.of("one==1.0", "two==1.0"), Optional.of("data/a.gguf")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf:owner/repository",
                "hf:owner/repository/../../secret.gguf",
                "s3://Bucket/key",
                "https:///a.gguf",
                "https://host/",
                "file:relative.gguf",
                "pypi:--index-url=http://evil==1",
                "pypi:package",
                "ftp://host/a.gguf"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> ModelUri.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
