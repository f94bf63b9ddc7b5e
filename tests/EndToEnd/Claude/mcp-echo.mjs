// SPDX-License-Identifier: Apache-2.0
// An MCP server with one tool, on standard input and output.
import { createInterface } from 'node:readline';

const answers = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'rehearsal', version: '1' } }),
  'tools/list': () => ({
    tools: [{ name: 'echo', description: 'Says it again.', inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] } }],
  }),
  'tools/call': ({ arguments: { text } }) => ({ content: [{ type: 'text', text: `echo: ${text}` }], ...(text === 'fail' && { isError: true }) }),
  ping: () => ({}),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id !== undefined) {
    const answer = answers[method];
    const said = answer ? { result: answer(params ?? {}) } : { error: { code: -32601, message: 'unknown method' } };
    process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, ...said }) + '\n');
  }
}
