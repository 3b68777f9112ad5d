"""Policy-as-code governance for data products: contracts in, one verdict out."""

__version__ = "0.1.0"
