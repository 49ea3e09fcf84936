package ai.radium.deployment.runtime;

import ai.radium.kit.money.Money;
import java.util.Locale;

/**
 * A kind of accelerator that the operator offers.
 *
 * @param name for example {@code H100 80GB}
 * @param memoryGib of one
 * @param hourlyPrice of one for an hour
 * @param nodeProduct value of the node label {@code nvidia.com/gpu.product}; {@value #NO_GPU} = runs without a GPU
 */
public record Accelerator(String name, int memoryGib, Money hourlyPrice, String nodeProduct) {
    static final String NO_GPU = "-";

    /** From configuration: {@code name:GiB:USD per hour:node product}. */
    public static Accelerator parse(CharSequence text) {
        String[] parts = text.toString().split(":", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("accelerator is not name:GiB:USD per hour:node product: " + text);
        }
        return new Accelerator(
                parts[0].strip(), Integer.parseInt(parts[1].strip()), Money.usd(parts[2].strip()), parts[3].strip());
    }

    public boolean isGpu() {
        return !nodeProduct.equals(NO_GPU);
    }

    /** Whether a caller who writes this means it: {@code H100 80GB}, {@code h100} and {@code NVIDIA H100} do. */
    public boolean answersTo(String word) {
        String wanted = word.strip().toLowerCase(Locale.ROOT);
        String asked = wanted.startsWith("nvidia ") ? wanted.substring("nvidia ".length()) : wanted;
        String own = name.toLowerCase(Locale.ROOT);
        return own.equals(asked) || own.startsWith(asked + " ");
    }
}
