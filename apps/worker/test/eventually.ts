/** Reads until it holds; what was read last is the message when it never does. */
export async function eventually<Value>(read: () => Promise<Value>, holds: (value: Value) => boolean, limitMs = 60_000): Promise<Value> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > deadline) throw new Error(`Still ${JSON.stringify(value)} after ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
