package ai.radium.trainer.network;

import ai.radium.gguf.training.ModelShape;
import java.util.Locale;

/** The matrices of a layer that an adapter changes. */
public enum Projection {
    Q("attn_q", "self_attn.q_proj"),
    K("attn_k", "self_attn.k_proj"),
    V("attn_v", "self_attn.v_proj"),
    OUTPUT("attn_output", "self_attn.o_proj"),
    GATE("ffn_gate", "mlp.gate_proj"),
    UP("ffn_up", "mlp.up_proj"),
    DOWN("ffn_down", "mlp.down_proj");

    private final String ggufName;
    private final String peftName;

    Projection(String ggufName, String peftName) {
        this.ggufName = ggufName;
        this.peftName = peftName;
    }

    /** The tensor in a GGUF file. */
    public String gguf(int layer) {
        return String.format(Locale.ROOT, "blk.%d.%s.weight", layer, ggufName);
    }

    /** The module in Hugging Face's models. */
    public String peft(int layer) {
        return String.format(Locale.ROOT, "model.layers.%d.%s", layer, peftName);
    }

    /** The last part of the module's name. */
    public String module() {
        return peftName.substring(peftName.indexOf('.') + 1);
    }

    public int inputs(ModelShape shape) {
        return switch (this) {
            case Q, K, V, GATE, UP -> shape.width();
            case OUTPUT -> shape.queryWidth();
            case DOWN -> shape.inner();
        };
    }

    public int outputs(ModelShape shape) {
        return switch (this) {
            case Q -> shape.queryWidth();
            case K, V -> shape.keyWidth();
            case OUTPUT, DOWN -> shape.width();
            case GATE, UP -> shape.inner();
        };
    }
}
