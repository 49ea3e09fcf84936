package ai.radium.trainer.network;

import ai.radium.gguf.training.ModelShape;
import ai.radium.gguf.training.ModelShape.RotaryPairs;
import org.bytedeco.pytorch.Tensor;

/**
 * Rotations of queries and keys by their positions (RoFormer, arXiv 2104.09864), a row for each position. The sine of a pair's first
 * number is negative, so that rotating is {@code x · cos + swapped(x) · sin}.
 */
final class RotaryTable {
    private final ModelShape shape;
    private final Tensor cosines;
    private final Tensor sines;

    /** @param factors by which frequencies are divided (Llama 3); none for most models */
    RotaryTable(ModelShape shape, float[] factors, int positions) {
        this.shape = shape;
        int rotated = shape.rotated();
        NativeFloats cosine = NativeFloats.ofSize((long) positions * rotated);
        NativeFloats sine = NativeFloats.ofSize((long) positions * rotated);
        for (int position = 0; position < positions; position++) {
            float[] cosineRow = new float[rotated];
            float[] sineRow = new float[rotated];
            for (int pair = 0; pair < rotated / 2; pair++) {
                double frequency = Math.pow(shape.rotaryBase(), -2.0 * pair / rotated)
                        / (factors.length > pair ? factors[pair] : 1);
                double angle = position * shape.rotaryScale() * frequency;
                boolean isNeighbours = shape.rotaryPairs() == RotaryPairs.NEIGHBOURS;
                int first = isNeighbours ? 2 * pair : pair;
                int second = isNeighbours ? first + 1 : pair + rotated / 2;
                cosineRow[first] = (float) Math.cos(angle);
                cosineRow[second] = cosineRow[first];
                sineRow[second] = (float) Math.sin(angle);
                sineRow[first] = -sineRow[second];
            }
            cosine.put((long) position * rotated, cosineRow);
            sine.put((long) position * rotated, sineRow);
        }
        cosines = cosine.view(0, positions, 1, rotated);
        sines = sine.view(0, positions, 1, rotated);
    }

    /** Those of the rows of a pack. */
    Rows rows(Tensor positions) {
        return new Rows(cosines.index_select(0, positions), sines.index_select(0, positions));
    }

    final class Rows {
        private final Tensor cosine;
        private final Tensor sine;

        private Rows(Tensor cosine, Tensor sine) {
            this.cosine = cosine;
            this.sine = sine;
        }

        /** @param heads tokens × heads × numbers */
        Tensor rotate(Tensor heads) {
            int rotated = shape.rotated();
            if (rotated == shape.headLength()) {
                return turn(heads);
            }
            int rest = shape.headLength() - rotated;
            return Tensors.joined(2, turn(heads.narrow(2, 0, rotated)), heads.narrow(2, rotated, rest));
        }

        private Tensor turn(Tensor part) {
            return part.mul(cosine).add(swapped(part).mul(sine));
        }

        private Tensor swapped(Tensor part) {
            long tokens = part.size(0);
            long heads = part.size(1);
            long half = shape.rotated() / 2;
            Tensor pairs = shape.rotaryPairs() == RotaryPairs.NEIGHBOURS
                    ? part.reshape(tokens, heads, half, 2).flip(3)
                    : part.reshape(tokens, heads, 2, half).flip(2);
            return pairs.reshape(tokens, heads, 2 * half);
        }
    }
}
