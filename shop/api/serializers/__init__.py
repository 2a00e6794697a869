"""What the API says and understands; serializers name and shape, they decide nothing."""
