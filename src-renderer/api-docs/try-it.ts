import { element } from './element.ts';
import type { ApiDocument, Operation, Parameter } from './open-api-document.ts';
import { sampleOf } from './schema-text.ts';

const SHOWN_CHARACTERS = 20_000;

/** A form that sends the call to this server and shows the answer, and the same call for a terminal. */
export function tryIt(api: ApiDocument, operation: Operation): HTMLElement {
  const fields = operation.parameters.map((parameter) => ({ parameter, input: inputFor(parameter) }));
  const text = operation.body === null ? null : JSON.stringify(sampleOf(api, operation.body), null, 2);
  const body =
    text === null ? null : element('textarea', { rows: '6', spellcheck: 'false', 'aria-label': 'Body' }, [text]);
  const command = element('pre', { class: 'command' });
  const answer = element('pre', { class: 'answer', 'aria-live': 'polite', hidden: '' });

  const requestNow = () => requestOf(operation, fields, body?.value ?? null);
  const refresh = () => {
    command.textContent = curlOf(requestNow());
  };
  const showAnswer = (text: string) => {
    answer.textContent = text;
    answer.hidden = false;
  };
  const form = element('form', {}, [
    ...fields.map(({ parameter, input }) => element('label', {}, [parameter.name, input])),
    ...(body === null ? [] : [body]),
    command,
    element('button', { type: 'submit' }, [`Send ${operation.method}`]),
    answer,
  ]);
  form.addEventListener('input', refresh);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(requestNow()).then(showAnswer, (error: unknown) => showAnswer(`No answer: ${error}`));
  });
  refresh();
  return element('details', { class: 'try' }, [element('summary', {}, ['Try it']), form]);
}

interface ApiRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

type Field = { readonly parameter: Parameter; readonly input: HTMLInputElement };

function inputFor(parameter: Parameter): HTMLInputElement {
  const required = parameter.required ? { required: '', value: '1' } : {};
  return element('input', { type: 'text', autocomplete: 'off', ...required });
}

function requestOf(operation: Operation, fields: readonly Field[], body: string | null): ApiRequest {
  let path = operation.path;
  const search = new URLSearchParams();
  const headers: Record<string, string> = body === null ? {} : { 'Content-Type': 'application/json' };
  for (const { parameter, input } of fields) {
    if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
    else if (input.value === '') continue;
    else if (parameter.in === 'query') search.set(parameter.name, input.value);
    else headers[parameter.name] = input.value;
  }
  const query = search.toString();
  return { method: operation.method, url: `${location.origin}${path}${query && `?${query}`}`, headers, body };
}

async function send({ method, url, headers, body }: ApiRequest): Promise<string> {
  const response = await fetch(url, { method, headers, body });
  const shown = ['content-type', 'etag', 'location', 'link', 'retry-after', 'allow'];
  const lines = shown.flatMap((name) => (response.headers.has(name) ? [`${name}: ${response.headers.get(name)}`] : []));
  const text = pretty(await response.text());
  const cut = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}\n… and more` : text;
  return [`${response.status} ${response.statusText}`, ...lines, '', cut].join('\n');
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function curlOf({ method, url, headers, body }: ApiRequest): string {
  const quoted = (text: string) => `'${text.replace(/'/g, `'\\''`)}'`;
  const parts = [method === 'GET' ? 'curl' : `curl -X ${method}`, quoted(url)];
  for (const [name, value] of Object.entries(headers)) parts.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (body !== null) parts.push(`-d ${quoted(body)}`);
  return parts.join(' \\\n  ');
}
