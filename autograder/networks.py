"""The tables ``[[networks]]`` of ``assignment.toml``: networks that are handed in, and what each may cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from autograder.errors import ConfigError
from autograder.tables import Table, nearest

Task = Literal["segmentation", "points", "heatmaps"]
Name = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
WeightsName = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*\.(safetensors|pt|pth)$")]

_OLD = """[network] is now a list, of networks with names and tasks; write
[[networks]]
name = "segmentation"
task = "segmentation"
and below that what stood in [network]"""


class Network(Table):
    """A network that is handed in, and what it may cost while it is evaluated; docs/networks.md.

    Attributes:
        name: what exams and reports call it.
        task: what it answers: ``segmentation``: a score for each class and pixel; ``points``: two numbers for each
            keypoint; ``heatmaps``: a map for each keypoint and one for none.
        module, function: ``function(n)`` of that module builds it, for n classes or keypoints.
        weights: names of which one is to be handed in, the first that is there; none is opened outside a candidate.
        decode: ``module.function`` of the hand-in that makes points of what the network returns,
            ``decode(output, (H, W)) -> (N, K, 2)`` in pixels; default: the harness does, as docs/networks.md says.
        data: the data set that it is for, as students know it.
        parameters: numbers in the weights file, running statistics included.
        weights_mb: MiB of the weights file.
        seconds: wall time of the whole evaluation.
        seconds_per_image: wall time, the median of all images.
        memory_mb: as in `Limits`.
        gflops_per_image: 10⁹ floating-point operations, a multiplication and an addition counted as two.
    """

    name: Name
    task: Task
    module: Name = "network"
    function: Name = "build_model"
    weights: tuple[WeightsName, ...] = Field(min_length=1, strict=False)
    decode: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*\.[A-Za-z_][A-Za-z0-9_]*$")
    data: str = ""
    parameters: int | None = Field(default=None, gt=0)
    weights_mb: float = Field(default=32, gt=0, le=2048)
    seconds: float = Field(default=60, gt=0, le=3600)
    seconds_per_image: float | None = Field(default=None, gt=0)
    memory_mb: int = Field(default=2048, ge=16, le=1 << 20)
    gflops_per_image: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _only_keypoints_are_decoded(self) -> Network:
        if self.decode is not None and self.task == "segmentation":
            raise ValueError(
                f"network {self.name!r}: decode is for the tasks points and heatmaps, not for segmentation"
            )
        return self

    @property
    def functions(self) -> tuple[str, ...]:
        """What of the hand-in is called for it, as ``module.function``; what builds it first."""
        builds = f"{self.module}.{self.function}"
        return (builds,) if self.decode is None else (builds, self.decode)

    @property
    def modules(self) -> tuple[str, ...]:
        """The modules of the hand-in that it needs, that of `function` first."""
        decoding = self.decode.partition(".")[0] if self.decode is not None else self.module
        return tuple(dict.fromkeys((self.module, decoding)))


def refuse_one_network(table: Any) -> Any:
    """`table`, the whole of ``assignment.toml``, unless it has a ``[network]``, as it once was written."""
    if isinstance(table, dict) and "network" in table:
        raise ValueError(_OLD)
    return table


def require_consistent(networks: Sequence[Network], files: Sequence[str]) -> None:
    """Raise `ValueError` where networks share a name or weights, or need a file that is not handed in.

    Args:
        files: the names of the files to hand in.
    """
    seen: dict[str, str] = {}
    for number, network in enumerate(networks, start=1):
        for module in network.modules:
            if f"{module}.py" not in files:
                raise ValueError(f"network {network.name!r}: {module}.py is none of {', '.join(files)}")
        if network.name in (other.name for other in networks[: number - 1]):
            raise ValueError(f"two networks are named {network.name!r}")
        for name in network.weights:
            if name in seen:
                raise ValueError(f"network {network.name!r}: {name} holds the weights of {seen[name]!r}")
            seen[name] = network.name


def network_named(networks: Sequence[Network], name: str | None) -> Network:
    """The network of that name; where there is only one, it needs no name.

    Raises:
        ConfigError: there is none, or several and no name.
    """
    names = [network.name for network in networks]
    if not networks:
        raise ConfigError("assignment.toml has no [[networks]], so none can be evaluated")
    if name is None and len(networks) > 1:
        raise ConfigError(f"expected the name of a network, one of {', '.join(names)}")
    if name is not None and name not in names:
        raise ConfigError(f"there is no network {name!r}{nearest(name, names) or f'; expected one of {names}'}")
    return networks[names.index(name) if name is not None else 0]
