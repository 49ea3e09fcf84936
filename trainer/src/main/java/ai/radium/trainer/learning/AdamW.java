package ai.radium.trainer.learning;

/** Adam with weight decay that is not part of the gradient (Loshchilov and Hutter, arXiv 1711.05101), on an array. */
public final class AdamW {
    private static final double FIRST_DECAY = 0.9;
    private static final double SECOND_DECAY = 0.999;
    private static final double EPSILON = 1e-8;
    private static final double WEIGHT_DECAY = 0.01;

    /** The longest gradient that is followed as it is. */
    private static final double LONGEST_GRADIENT = 1;

    private final float[] first;
    private final float[] second;

    /** As it was when {@link #first()} and {@link #second()} were taken. */
    public AdamW(float[] first, float[] second) {
        this.first = first.clone();
        this.second = second.clone();
    }

    /** For so many weights. */
    public static AdamW fresh(int size) {
        return new AdamW(new float[size], new float[size]);
    }

    /** @param step counted from 0 */
    public void change(float[] weights, float[] gradient, double learningRate, int step) {
        double shortening = shortening(gradient);
        double firstBias = 1 - Math.pow(FIRST_DECAY, step + 1);
        double secondBias = 1 - Math.pow(SECOND_DECAY, step + 1);
        for (int i = 0; i < weights.length; i++) {
            double slope = gradient[i] * shortening;
            first[i] = (float) (FIRST_DECAY * first[i] + (1 - FIRST_DECAY) * slope);
            second[i] = (float) (SECOND_DECAY * second[i] + (1 - SECOND_DECAY) * slope * slope);
            double move = first[i] / firstBias / (Math.sqrt(second[i] / secondBias) + EPSILON);
            weights[i] -= (float) (learningRate * (move + WEIGHT_DECAY * weights[i]));
        }
    }

    public float[] first() {
        return first;
    }

    public float[] second() {
        return second;
    }

    private static double shortening(float[] gradient) {
        double squares = 0;
        for (float slope : gradient) {
            squares += (double) slope * slope;
        }
        return Math.min(1, LONGEST_GRADIENT / Math.max(Math.sqrt(squares), EPSILON));
    }
}
