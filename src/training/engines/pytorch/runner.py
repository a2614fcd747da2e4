"""Runs a traced step for alpha-cl: state stays on the device, requests come over standard input.

A message, either way, is the length of a header (4 bytes, little-endian), the header (JSON) and `bytes` bytes of data.
It needs torch >= 1.13 and the standard library of Python >= 3.9.
"""
import ctypes
import json
import os
import signal
import socket
import struct
import sys
import time


def open_channel(options):
    """Takes standard output for messages; whatever a library prints goes to standard error. On another node it calls back."""
    if options.get("calls") is not None:
        caller = socket.create_connection((first_host(options), options["calls"]))
        caller.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        caller.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        caller.sendall(os.environ.pop("ALPHA_CL_TOKEN").encode())
        return caller.makefile("rb"), caller.makefile("wb", buffering=1 << 20)
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 20)
    os.dup2(2, 1)
    return sys.stdin.buffer, out


def first_host(options):
    """Names the machine of the first replica; Slurm tells the others from where it started them."""
    return "127.0.0.1" if options.get("calls") is None else os.environ["SLURM_LAUNCH_NODE_IPADDR"]


class Gone(Exception):
    """The other end has closed the channel."""


def read_message(source):
    prefix = source.read(4)
    if len(prefix) < 4:
        raise Gone
    header = json.loads(source.read(struct.unpack("<I", prefix)[0]))
    data = bytearray(header["bytes"])
    view, got = memoryview(data), 0
    while got < len(data):
        count = source.readinto(view[got:])
        if not count:
            raise Gone
        got += count
    return header, data


def write_message(out, header, parts=()):
    header["bytes"] = sum(len(part) for part in parts)
    text = json.dumps(header).encode()
    out.write(struct.pack("<I", len(text)) + text)
    for part in parts:
        out.write(part)
    out.flush()


class Program:
    """A step with its state."""

    def __init__(self, torch, header, constants):
        scope = {}
        exec(compile(header["source"], "step.py", "exec"), scope)
        self.step, self.constants, self.state = scope["step"], constants, None
        if header["compile"]:
            if not hasattr(torch, "compile"):
                raise RuntimeError("PyTorch " + torch.__version__ + " has no torch.compile: 2.0 is the oldest that has")
            # A break in the graph would be slower than no graph: it is an error.
            self.step = torch.compile(self.step, fullgraph=True, dynamic=False)
        # The recording of the step on a card; False where it did not work or did not pay.
        self.recording, self.way = None, None
        self.specs, self.inputs, self.outputs = header["state"], header["inputs"], header["outputs"]
        self.tf32 = header["tf32"]


class Recording:
    """A step that a card has recorded and plays back: the thousands of its kernels are no longer launched one by one."""

    def __init__(self, torch, program, values, device):
        self.values = {name: tensor.clone() for name, tensor in values.items()}
        # Libraries set themselves up in the first runs, which a recording does not hear.
        aside = torch.cuda.Stream()
        aside.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(aside):
            for _ in range(2):
                program.step(self.values, program.constants, device)
        torch.cuda.current_stream().wait_stream(aside)
        self.graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self.graph):
            self.made = program.step(self.values, program.constants, device)
            places = {tensor.data_ptr() for tensor in self.values.values()}
            moves = []
            for name, _, _ in program.specs:
                new = self.made["next/" + name]
                # What is handed on as it came must be read before another is written over it.
                moves.append((self.values["state/" + name], new.clone() if new.data_ptr() in places else new))
            for old, new in moves:
                old.copy_(new)

    def run(self, inputs):
        for name, tensor in inputs.items():
            self.values[name].copy_(tensor)
        self.graph.replay()
        return self.made


class Runner:
    def __init__(self, torch, device, records):
        self.torch, self.device, self.records, self.programs = torch, device, records, {}
        # What the next answer says beside its data.
        self.told = {}

    def tensors(self, specs, data):
        """Cuts data into tensors, on the device."""
        torch, made, at = self.torch, {}, 0
        for name, shape, dtype in specs:
            kind = getattr(torch, dtype)
            count = 1
            for length in shape:
                count *= length
            size = count * {"float32": 4, "int32": 4, "bool": 1}[dtype]
            if count == 0:
                tensor = torch.empty(shape, dtype=kind)
            else:
                tensor = torch.frombuffer(data, dtype=kind, count=count, offset=at).reshape(shape)
            made[name] = tensor.to(self.device)
            # Each begins at a multiple of four bytes.
            at += (size + 3) // 4 * 4
        return made

    def bytes_of(self, tensors):
        parts = []
        for tensor in tensors:
            here = tensor.detach().to("cpu").contiguous()
            size = here.numel() * here.element_size()
            # The memory itself: neither numpy nor a copy. The tensor is kept until the bytes are written.
            parts.append((here, (ctypes.c_char * size).from_address(here.data_ptr()) if size else b""))
        return parts

    def load(self, header, data):
        self.programs[header["id"]] = Program(self.torch, header, self.tensors(header["constants"], data))
        return []

    def set_state(self, header, data):
        program = self.programs[header["id"]]
        given = self.tensors(program.specs, data)
        if program.recording:
            for name, tensor in given.items():
                program.state[name].copy_(tensor)
            return []
        program.state = {name: tensor.clone(memory_format=self.form(tensor)) for name, tensor in given.items()}
        return []

    def form(self, tensor):
        """Filters lie channels last, as their gradients do."""
        return self.torch.channels_last if tensor.dim() == 4 else self.torch.contiguous_format

    def run(self, header, data):
        program = self.programs[header["id"]]
        backends = self.torch.backends
        backends.cudnn.allow_tf32 = backends.cuda.matmul.allow_tf32 = program.tf32
        with self.torch.no_grad():
            inputs = self.tensors(program.inputs, data)
            if program.recording is None:
                program.recording = self.recorded(program, inputs)
            made = program.recording.run(inputs) if program.recording else self.eager(program, inputs)
            self.told = {"way": program.way}
            return self.bytes_of(made[name] for name in program.outputs)

    def eager(self, program, inputs):
        """Runs the calls of the step one by one."""
        values = dict(inputs)
        values.update(("state/" + name, tensor) for name, tensor in program.state.items())
        made = program.step(values, program.constants, self.device)
        nexts = {name: made["next/" + name] for name, _, _ in program.specs}
        # The order in memory decides the order of sums, so it is that of a state that is set.
        program.state = {name: tensor.contiguous(memory_format=self.form(tensor)) for name, tensor in nexts.items()}
        return made

    def recorded(self, program, inputs):
        """Tries a recording on the state of the moment, which stays; False unless it gives what the calls give, and sooner."""
        if not self.records:
            return False
        torch, before = self.torch, program.state
        try:
            calls = self.timed(lambda: self.eager(program, inputs))
            wanted = {name: tensor.clone() for name, tensor in program.state.items()}
            program.state = before
            values = dict(inputs)
            values.update(("state/" + name, tensor) for name, tensor in before.items())
            recording = Recording(torch, program, values, self.device)
            once = self.timed(lambda: recording.run(inputs))
            again = {name: recording.values["state/" + name] for name in wanted}
            same = all(torch.allclose(again[name], wanted[name], rtol=1e-3, atol=1e-5) for name in wanted)
            if not same or once > calls:
                program.way = "call by call, since a recording gave " + ("other numbers" if not same else "no gain")
                return False
            for name, tensor in again.items():
                tensor.copy_(before[name])
            program.state, program.way = again, "as a recording"
            return recording
        except RuntimeError as error:
            program.state = before
            program.way = "call by call, since it could not be recorded: " + str(error)
            return False

    def timed(self, work):
        """Seconds that the card takes for the second of two runs."""
        state = None
        for _ in range(2):
            self.torch.cuda.synchronize()
            begun = time.perf_counter()
            work()
            self.torch.cuda.synchronize()
            state = time.perf_counter() - begun
        return state

    def get_state(self, header, data):
        program = self.programs[header["id"]]
        return self.bytes_of(program.state[name] for name, _, _ in program.specs)

    def close(self, header, data):
        del self.programs[header["id"]]
        if self.device.type == "cuda":
            self.torch.cuda.empty_cache()
        return []


def choose_device(torch, wanted, place):
    if wanted == "auto":
        if torch.cuda.is_available():
            return torch.device("cuda", place)
        mps = getattr(torch.backends, "mps", None)
        return torch.device("mps" if mps is not None and mps.is_available() else "cpu")
    device = torch.device(wanted)
    if device.type == "cuda" and not torch.cuda.is_available():
        raise RuntimeError("this PyTorch sees no CUDA device")
    return device


def device_name(torch, device):
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return "Apple GPU" if device.type == "mps" else "cpu"


def join_group(torch, device, options):
    """Meets the other replicas. NCCL speaks between cards, gloo between processors."""
    group = options.get("group")
    if group is None:
        return
    torch.distributed.init_process_group(
        "nccl" if device.type == "cuda" else "gloo",
        init_method="tcp://%s:%d" % (first_host(options), group["port"]),
        rank=group["rank"],
        world_size=group["count"],
    )


def start(torch, options):
    torch.set_num_threads(options["threads"])
    torch.use_deterministic_algorithms(True, warn_only=True)
    if hasattr(torch.backends, "cudnn"):
        torch.backends.cudnn.benchmark = False
        torch.backends.cudnn.deterministic = True
    device = choose_device(torch, options["device"], (options.get("group") or {"place": 0})["place"])
    if device.type == "cuda":
        torch.cuda.set_device(device)
    join_group(torch, device, options)
    hello = {
        "torch": torch.__version__,
        "pid": os.getpid(),
        "python": sys.version.split()[0],
        "executable": sys.executable,
        "device": str(device),
        "name": device_name(torch, device),
    }
    # A recording of several devices would also hold their messages.
    records = device.type == "cuda" and options.get("group") is None
    return Runner(torch, device, records), hello


def kind_of(torch, error):
    memory = getattr(torch.cuda, "OutOfMemoryError", ()) if torch is not None else ()
    if isinstance(error, (MemoryError, memory)) or "out of memory" in str(error).lower():
        return "memory"
    return type(error).__name__


def main():
    # The parent decides when to stop: Ctrl-C and Slurm's signals reach all, and a training is to save its state first.
    for name in ("SIGINT", "SIGHUP", "SIGTERM", "SIGUSR1"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    options = json.loads(sys.argv[1])
    source, out = open_channel(options)
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch = None
    try:
        import torch
        import torch.distributed

        runner, hello = start(torch, options)
    except Exception as error:
        write_message(out, {"error": str(error) or repr(error), "kind": kind_of(torch, error), "python": sys.executable})
        return
    write_message(out, hello)
    while True:
        try:
            header, data = read_message(source)
        except Gone:
            return
        try:
            runner.told = {}
            parts = getattr(runner, header["do"])(header, data)
        except Exception as error:
            write_message(out, {"error": str(error) or repr(error), "kind": kind_of(torch, error)})
            continue
        write_message(out, runner.told, [memory for _, memory in parts])


if __name__ == "__main__":
    main()
