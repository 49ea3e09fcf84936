package ai.radium.kit.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTextTest {
    @ParameterizedTest
    @CsvSource({
        "/models?search=%00,search",
        "/models?search=a%00b,search",
        "/models?a=b&model=%ED%A0%80,model",
        "/models?model=%FF,model",
        "/models?model=%C0%AF,model",
        "/models?limit=%zz,limit",
        "/models?limit=%,limit",
        "/models?limit=%4,limit",
        "/models?q=a|b,q",
        "/models?q={},q",
        "/models?%00=1,query",
        "/models/%00,path",
        "/models/%FFx,path",
        "/models/%2,path",
        "/models/a|b,path",
        "/models/é,path"
    })
    void refusesWhatCannotBeKeptAndNamesIt(String target, String param) {
        assertThatThrownBy(() -> RequestText.checkTarget(target))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.param()).isEqualTo(param));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/models/a%2Fb:c@d;e=1,2",
                "/models?",
                "/models?&&=&a",
                "/models?filter[x]=%F0%9F%98%80&y=a+b/c?d",
                "/models?search=%25%5C"
            })
    void takesWhatTheRfcTakes(String target) {
        assertThatCode(() -> RequestText.checkTarget(target)).doesNotThrowAnyException();
    }

    @Property
    void takesEveryTextThatAClientEncodes(@ForAll String text) {
        String encoded = "/models?search=" + URLEncoder.encode(text, StandardCharsets.UTF_8);

        if (text.indexOf(0) < 0) {
            RequestText.checkTarget(encoded);
            assertThat(URI.create(encoded)).isNotNull();
        } else {
            assertThatThrownBy(() -> RequestText.checkTarget(encoded)).isInstanceOf(ProblemException.class);
        }
    }

    @Example
    void tellsPairsFromHalves() {
        RequestText.check("\uD83D\uDE00", "name");
        for (String half : new String[] {"\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D"}) {
            assertThatThrownBy(() -> RequestText.check(half, "name"))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refusal -> assertThat(refusal.detail()).isEqualTo("name holds half of a surrogate pair"));
        }
    }
}
