"""train.py JOB.json: one run on GPUs by TRL, with the job file and the lines of progress of the Java trainer (module trainer).

The base is the GGUF file that is served; transformers unpacks it. The adapter is PEFT's, and ai.radium.trainer.result.Conversion
makes of it what the engine loads.
"""

import hashlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import torch
from datasets import Dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
from transformers.trainer_utils import get_last_checkpoint
from trl import SFTConfig, SFTTrainer

PROJECTIONS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
CONVERSION = ["java", "-cp", "/opt/radium/trainer.jar:/opt/radium/trainer-lib/*", "ai.radium.trainer.result.Conversion"]


class Failure(Exception):
    """Ends the run: a code of TrainingFailure and a sentence."""


def tell(kind, **members):
    line = {"type": kind} | {name: value for name, value in members.items() if value is not None}
    print(json.dumps(line), flush=True)


def examples(path):
    """One for each answer of a conversation, with what stands before it; the loss is the answer's alone."""
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        item = json.loads(line)
        if "messages" not in item:
            yield {"prompt": item["prompt"], "completion": item["completion"]}
            continue
        messages = item["messages"]
        answers = [at for at, message in enumerate(messages) if message["role"] == "assistant" and at > 0]
        if not answers:
            raise Failure("DATASET_INVALID", f"{Path(path).name} cannot be learnt from: line {number} has no answer.")
        for at in answers:
            yield {"prompt": messages[:at], "completion": messages[at : at + 1]}


def converted(job, folder, to):
    done = subprocess.run([*CONVERSION, job["base"], str(folder), str(to)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failure("TRAINER_CRASHED", f"The adapter cannot be served: {done.stderr.strip()}")
    return done.stdout.strip()


class Progress(TrainerCallback):
    def __init__(self, job):
        self.job = job
        self.epoch_tokens = 0
        self.resumed_from = None
        self.last_loss = 0.0
        self.validation_loss = None
        self.step_began = 0.0
        self.stopped = False

    def trained_tokens(self, state):
        return round(self.epoch_tokens * (state.epoch or 0))

    def on_train_begin(self, args, state, control, **more):
        tell("started", steps=state.max_steps, trainedTokens=round(self.epoch_tokens * args.num_train_epochs),
             examples=self.examples, leftOut=0, cutTokens=0, memoryBytes=0, resumedFrom=self.resumed_from)

    def on_step_begin(self, args, state, control, **more):
        self.step_began = time.monotonic()

    def on_step_end(self, args, state, control, **more):
        self.step_seconds = max(time.monotonic() - self.step_began, 1e-9)
        if self.stopped:
            control.should_save = True
            control.should_training_stop = True

    def on_log(self, args, state, control, logs=None, **more):
        if "loss" not in (logs or {}):
            return
        self.last_loss = logs["loss"]
        tokens = self.epoch_tokens * args.num_train_epochs / max(state.max_steps, 1)
        tell("step", step=state.global_step, epoch=state.epoch, trainLoss=self.last_loss,
             tokenAccuracy=logs.get("mean_token_accuracy", 0.0), learningRate=logs["learning_rate"],
             tokensPerSecond=tokens / self.step_seconds, trainedTokens=self.trained_tokens(state))

    def on_evaluate(self, args, state, control, metrics=None, **more):
        self.validation_loss = metrics["eval_loss"]
        tell("validated", step=state.global_step, validationLoss=self.validation_loss)

    def on_save(self, args, state, control, **more):
        folder = Path(args.output_dir) / f"checkpoint-{state.global_step}"
        adapter = Path(args.output_dir) / f"step-{state.global_step}.gguf"
        converted(self.job, folder, adapter)
        weights = folder / "adapter_model.safetensors"
        tell("checkpointed", step=state.global_step, file=str(weights),
             sha256=hashlib.sha256(weights.read_bytes()).hexdigest(), adapterFile=str(adapter),
             validationLoss=self.validation_loss)


def trainer(job, progress):
    settings = job["configuration"]
    if job.get("adapter"):
        raise Failure("MODEL_UNSUPPORTED", "Runs on GPUs begin without an earlier adapter.")
    base = Path(job["base"])
    tokenizer = AutoTokenizer.from_pretrained(base.parent, gguf_file=base.name)
    model = AutoModelForCausalLM.from_pretrained(base.parent, gguf_file=base.name, dtype=torch.bfloat16)
    lines = Dataset.from_list(list(examples(job["training"])))
    held_out = Dataset.from_list(list(examples(job["validation"]))) if job.get("validation") else None
    steps = -(-len(lines) // settings["batchSize"]) * settings["epochs"]
    every = max(1, steps // 10)
    rank = settings.get("loraRank", 8)
    arguments = SFTConfig(
        output_dir=job["output"], num_train_epochs=settings["epochs"], per_device_train_batch_size=settings["batchSize"],
        learning_rate=settings["learningRate"], warmup_steps=min(settings["warmupSteps"], every),
        lr_scheduler_type="cosine", weight_decay=0.01, max_length=settings["maxContext"], seed=settings["seed"], bf16=True,
        logging_steps=1, disable_tqdm=True, report_to="none", save_strategy="steps", save_steps=every, save_total_limit=2,
        eval_strategy="steps" if held_out else "no", eval_steps=every if held_out else None)
    sft = SFTTrainer(
        model=model, args=arguments, train_dataset=lines, eval_dataset=held_out, processing_class=tokenizer,
        peft_config=LoraConfig(r=rank, lora_alpha=settings.get("loraAlpha", 2 * rank), target_modules=PROJECTIONS,
                               task_type="CAUSAL_LM"),
        callbacks=[progress])
    progress.examples = len(lines)
    progress.epoch_tokens = sum(len(ids) for ids in sft.train_dataset["input_ids"])
    return sft


def run(job):
    progress = Progress(job)
    signal.signal(signal.SIGTERM, lambda *_: setattr(progress, "stopped", True))
    began = time.monotonic()
    output = Path(job["output"])
    output.mkdir(exist_ok=True)
    sft = trainer(job, progress)
    checkpoint = get_last_checkpoint(str(output))
    progress.resumed_from = int(checkpoint.rsplit("-", 1)[1]) if checkpoint else None
    sft.train(resume_from_checkpoint=checkpoint)
    if progress.stopped:
        return 143
    sft.save_model(str(output))
    tell("completed", adapterFile=str(output / "adapter.gguf"), sha256=converted(job, output, output / "adapter.gguf"),
         safetensorsFile=str(output / "adapter_model.safetensors"), steps=sft.state.global_step,
         trainedTokens=progress.trained_tokens(sft.state), finalLoss=progress.last_loss,
         validationLoss=progress.validation_loss, stoppedEarly=False, seconds=time.monotonic() - began,
         peakMemoryBytes=torch.cuda.max_memory_allocated())
    return 0


def failed(code, message):
    tell("failed", code=code, message=message)
    return 1


def main():
    try:
        return run(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    except Failure as failure:
        return failed(*failure.args)
    except torch.OutOfMemoryError:
        return failed("OUT_OF_MEMORY", "The GPU's memory was used up; less maxContext or a smaller batch take less.")


sys.exit(main())
