#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// In the place of Hermes: what its documentation says of shell hooks, around one turn with a command and two delegated tasks.
// hermes <prompt>
import { execSync, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

if (process.argv[2] === '--version') {
  console.log('Hermes Agent v0.9.0');
  process.exit(0);
}

const home = process.env.HERMES_HOME ?? join(process.env.HOME, '.hermes');
const approvals = join(home, 'shell-hooks-allowlist.json');
const approved = existsSync(approvals) ? JSON.parse(readFileSync(approvals, 'utf8')) : [];
const consent = process.env.HERMES_ACCEPT_HOOKS === '1';

// As much of YAML as the hooks of config.yaml need: an event, and the commands in its list.
const hooks = {};
let event = null;
for (const line of existsSync(join(home, 'config.yaml')) ? readFileSync(join(home, 'config.yaml'), 'utf8').split('\n') : []) {
  event = /^ {2}(\w+):\s*$/.exec(line)?.[1] ?? event;
  const command = /^\s+- command: (.+)$/.exec(line)?.[1];
  if (event && command) (hooks[event] ??= []).push(command.trim());
}

const model = 'qwen3';
const base = process.env.OPENAI_BASE_URL;
appendFileSync('hermes-saw', `${process.env.HERMES_ACCEPT_HOOKS ?? 'no consent'} ${base ? 'with' : 'without'} base\n`);

function fire(name, session, extra, tool = {}) {
  const payload = JSON.stringify({
    hook_event_name: name, tool_name: tool.name ?? null, tool_input: tool.input ?? null, session_id: session,
    cwd: process.cwd(), profile: 'default', extra: { ...extra, telemetry_schema_version: 'hermes.observer.v1' },
  });
  for (const command of hooks[name] ?? []) {
    if (!consent && !approved.includes(command)) continue;
    const ran = spawnSync('/bin/sh', ['-c', command], { input: payload, encoding: 'utf8' });
    appendFileSync('hermes-replies', `${name} ${ran.status} ${ran.stdout.trim()}\n`);
  }
}

let calls = 0;
async function ask(session, turn, messages) {
  const id = `req-${++calls}`;
  const common = { turn_id: turn, api_request_id: id, platform: 'cli', model, provider: 'custom', base_url: base, api_mode: 'chat_completions', api_call_count: calls };
  const body = { model, messages, user: session, tools: [{ type: 'function', function: { name: 'terminal', parameters: {} } }] };
  fire('pre_api_request', session, { ...common, message_count: messages.length, request: { method: 'POST', body } });
  const answer = await fetch(`${base}/chat/completions`, {
    method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', authorization: `Bearer ${process.env.OPENAI_API_KEY}` },
  });
  const completion = await answer.json();
  const { message, finish_reason: reason } = completion.choices[0];
  fire('post_api_request', session, { ...common, finish_reason: reason, response_model: completion.model, usage: completion.usage, assistant_message: message });
  return message;
}

function delegate(session, turn, task, index) {
  const child = `${session}-child-${index}`;
  fire('subagent_start', session, { parent_turn_id: turn, parent_subagent_id: null, child_session_id: child, child_subagent_id: `sub-${index}`, child_role: 'leaf', child_goal: task.goal });
  return converse(child, `${child}-turn`, task.goal).then((summary) => {
    fire('subagent_stop', session, { parent_turn_id: turn, child_session_id: child, child_subagent_id: `sub-${index}`, child_role: 'leaf', child_summary: summary, child_status: 'completed' });
    return summary;
  });
}

async function run(session, turn, call) {
  const tool = { name: call.function.name, input: JSON.parse(call.function.arguments) };
  const common = { tool_call_id: call.id, turn_id: turn };
  fire('pre_tool_call', session, common, tool);
  let result;
  if (tool.name === 'delegate_task') {
    const summaries = [];
    for (const [index, task] of tool.input.tasks.entries()) summaries.push(await delegate(session, turn, task, index + 1));
    result = JSON.stringify(summaries);
  } else {
    result = execSync(tool.input.command, { encoding: 'utf8' });
  }

  fire('post_tool_call', session, { ...common, result, status: 'ok', error_type: null, error_message: null }, tool);
  return result;
}

async function converse(session, turn, prompt) {
  fire('pre_llm_call', session, { turn_id: turn, user_message: prompt, is_first_turn: true, model, platform: 'cli' });
  const messages = [{ role: 'system', content: 'You are Hermes.' }, { role: 'user', content: prompt }];
  for (;;) {
    const message = await ask(session, turn, messages);
    messages.push(message);
    if (!message.tool_calls?.length) {
      fire('post_llm_call', session, { turn_id: turn, user_message: prompt, assistant_response: message.content, model, platform: 'cli' });
      fire('on_session_end', session, { turn_id: turn, completed: true, failed: false, interrupted: false, model, platform: 'cli' });
      return message.content;
    }

    for (const call of message.tool_calls) {
      messages.push({ role: 'tool', tool_call_id: call.id, content: await run(session, turn, call) });
    }
  }
}

fire('on_session_start', 'h1', { model, platform: 'cli' });
console.log(await converse('h1', 'h1-turn', process.argv[2]));
fire('on_session_finalize', 'h1', { platform: 'cli', reason: 'exit' });
process.exit(3);
