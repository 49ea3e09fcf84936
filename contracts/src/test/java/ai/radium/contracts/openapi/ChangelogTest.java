package ai.radium.contracts.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // set before each test
class ChangelogTest {
    @TempDir
    Path folder;

    private Path released;

    @BeforeEach
    void write() throws IOException {
        released = folder.resolve("CHANGELOG.md");
        Files.writeString(released, "# Changelog\n\nWords.\n\n## [Unreleased]\n\n## 1.0.0\n\nThe first.\n");
        Files.createDirectory(folder.resolve("next"));
        Files.writeString(folder.resolve("next/README.md"), "One file a change.\n");
        Files.writeString(folder.resolve("next/b.md"), "Fixed\n\nA slip.\n");
        Files.writeString(folder.resolve("next/c.md"), "Added\n\n`<b>` and `/docs`.\n");
    }

    @Test
    void changesStandByKindBeforeTheReleases() throws IOException {
        assertThat(Changelog.markdown(released, folder.resolve("next"))).isEqualToNormalizingWhitespace("""
                        # Changelog
                        ## Unreleased
                        ### Added
                        `<b>` and `/docs`.
                        ### Fixed
                        A slip.
                        ## 1.0.0
                        The first.
                        """);
    }

    @Test
    void aChangeOfNoKindIsRefused() throws IOException {
        Files.writeString(folder.resolve("next/d.md"), "Something\n\nelse.\n");

        assertThatThrownBy(() -> Changelog.markdown(released, folder.resolve("next")))
                .hasMessageContaining("d.md does not begin with one of");
    }

    @Test
    void markupOfAChangeIsText() {
        assertThat(Page.of("Changelog", "<script>x</script>\n\n[a](javascript:x)"))
                .doesNotContain("<script>", "javascript:");
    }
}
