package ai.radium.finetune.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.finetune.examples.FileFault.Code;
import java.io.IOException;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Examples in tables. */
class TableReaderTest {
    @Test
    void readsQuotesAcrossLines() throws IOException, FileFault {
        List<Line> lines = Read.lines(
                FileFormat.CSV,
                "\uFEFFid,Prompt , completion\r\n1,\"Say \"\"hi\"\",\nthen go\",Hi\r\n2,,\r\n3,b,c,d\r\n\r\n4,x,y");

        assertThat(lines).extracting(Line::number).containsExactly(2L, 4L, 5L, 7L);
        assertThat(lines.getFirst())
                .asInstanceOf(InstanceOfAssertFactories.type(Line.Good.class))
                .returns(new Example.Pair("Say \"hi\",\nthen go", "Hi"), Line.Good::example);
        assertThat(lines.get(1)).isEqualTo(new Line.Bad(4, "has an empty completion"));
        assertThat(lines.get(2)).isEqualTo(new Line.Bad(5, "has 4 fields, the header 3"));
    }

    @Test
    void readsTabsAsSeparators() throws IOException, FileFault {
        assertThat(Read.lines(FileFormat.TSV, "completion\tprompt\nb,c\ta\n"))
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.type(Line.Good.class))
                .returns(new Example.Pair("a", "b,c"), Line.Good::example);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\n1,2", "prompt\n1", "prompt,completion,prompt\n1,2,3", "{\"prompt\":\"a\"}"})
    void asksForAHeader(String content) {
        assertThatThrownBy(() -> Read.lines(FileFormat.CSV, content))
                .isInstanceOfSatisfying(
                        FileFault.class, fault -> assertThat(fault.code()).isEqualTo(Code.MISSING_HEADER));
    }

    @Test
    void saysThatAQuoteIsNeverClosed() {
        String content = "prompt,completion\na,b\nc,\"d\n" + "e,f\n".repeat(2_000_000);

        assertThatThrownBy(() -> Read.lines(FileFormat.CSV, content))
                .isInstanceOfSatisfying(
                        FileFault.class, fault -> assertThat(fault.code()).isEqualTo(Code.UNCLOSED_QUOTE));
    }

    @Test
    void leavesOutWhatIsNoText() throws IOException, FileFault {
        assertThat(Read.lines(FileFormat.CSV, "prompt,completion\na\0,b\n\uFFFD,b\n"))
                .containsExactly(
                        new Line.Bad(2, "prompt holds the character U+0000"),
                        new Line.Bad(3, "prompt holds bytes that are not UTF-8, or U+FFFD"));
    }
}
