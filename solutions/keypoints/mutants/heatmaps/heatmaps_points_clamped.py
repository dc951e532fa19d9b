"""Moves points that are outside to the edge."""

LOSES = ("make_heatmaps",)


def make_heatmaps(points, size, sigma, visible, background=True, stride=1):
    H, W = size
    x = stride * (torch.arange(W, device=points.device, dtype=points.dtype) + 0.5) - 0.5
    y = stride * (torch.arange(H, device=points.device, dtype=points.dtype) + 0.5) - 0.5
    points = points.clamp(min=0).minimum(points.new_tensor([stride * W - 1, stride * H - 1]))
    across = (x - points[..., 0, None]).square()  # (N, K, W)
    down = (y - points[..., 1, None]).square()  # (N, K, H)
    bells = torch.exp(-(down[..., :, None] + across[..., None, :]) / (2 * sigma**2))
    maps = torch.where(visible[..., None, None], bells, 0)
    return torch.cat([maps, 1 - maps.amax(dim=1, keepdim=True)], dim=1) if background else maps
