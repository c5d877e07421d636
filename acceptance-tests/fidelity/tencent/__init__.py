"""Tencent Cloud's Python SDK calls the emulator."""
