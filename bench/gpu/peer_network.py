"""The networks of the peers: ResNets with the CIFAR stem and the projector 512-512-128; tiny for a try of everything."""
import torch.nn as nn
import torchvision


def network(name):
    if name == "tiny":
        return nn.Sequential(
            nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), nn.ReLU(),
            nn.Conv2d(8, 16, 3, 2, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU(),
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 8))
    net = getattr(torchvision.models, name)()
    net.conv1 = nn.Conv2d(3, 64, 3, 1, 1, bias=False)
    net.maxpool = nn.Identity()
    net.fc = nn.Sequential(
        nn.Linear(net.fc.in_features, 512), nn.BatchNorm1d(512, affine=False), nn.ReLU(), nn.Linear(512, 128))
    return net
