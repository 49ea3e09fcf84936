package ai.radium.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(ModelStack.class)
class CatalogueFileTest {
    @Inject
    @SuppressWarnings("NullAway.Init") // set by Quarkus
    EditedCatalogue catalogue;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"inputPrice\": \"0.0000001\", \"outputPrice\": \"1\"};at most 6 digits",
                "{\"inputPrice\": \"1\", \"outputPrice\": \"-1\"};a price is 0 or more",
                "{\"inputPrice\": \"1\"};needs inputPrice and outputPrice"
            })
    void refusesPricesOfFineTunedModelsThatCannotBeCharged(String prices, String why) {
        String entry = EditedCatalogue.entry("odd", "0.100", "\"fineTuned\": " + prices + ",");

        assertThatThrownBy(() -> catalogue.startWith(entry)).hasMessageContainingAll("odd", why);
    }
}
