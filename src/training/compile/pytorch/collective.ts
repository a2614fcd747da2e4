/** Kernels that replicas run together, by torch.distributed. The functions are written at the head of the file where they are used. */
import { input, made, named, type TorchTable } from './torch-tensor.js';

export const COLLECTIVES: TorchTable = {
  AllSum: (call) => made(call.python, call.outputs[0], `all_sum(${named(call.python, input(call, 'x'))})`),
  AllRows: (call) => made(call.python, call.outputs[0], `all_rows(${named(call.python, input(call, 'x'))})`),
  OwnRows: (call) => made(call.python, call.outputs[0], `own_rows(${named(call.python, input(call, 'x'))})`),
};

/** The functions that are called by these names. `all_gather` of a list is what every backend has. */
export const COLLECTIVE_FUNCTIONS = `
def all_sum(x):
    """Returns the sum over all replicas."""
    total = x.clone(memory_format=torch.contiguous_format)
    torch.distributed.all_reduce(total)
    return total


def all_rows(x):
    """Returns the rows of all replicas, in the order of their ranks."""
    own = x.contiguous()
    parts = [torch.empty_like(own) for _ in range(torch.distributed.get_world_size())]
    torch.distributed.all_gather(parts, own)
    return torch.cat(parts)


def own_rows(x):
    """Returns this replica's rows of those of all."""
    count = x.shape[0] // torch.distributed.get_world_size()
    return x.narrow(0, count * torch.distributed.get_rank(), count)

`;
