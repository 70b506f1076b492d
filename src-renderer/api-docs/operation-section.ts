import { element, prose, table } from './element.ts';
import { type ApiDocument, type Operation, resolve, type Schema } from './open-api-document.ts';
import { namesWithin, schemaText } from './schema-text.ts';
import { tryIt } from './try-it.ts';

/** One call: what it is for, what it takes, what it answers, and a form to try it. */
export function operationSection(api: ApiDocument, operation: Operation): HTMLElement {
  const { method, path, summary, description, parameters, body, answers } = operation;
  const parts: Node[] = [];
  if (description !== null) parts.push(prose(description));
  if (parameters.length > 0) {
    const rows = parameters.map((parameter) => [
      code(parameter.name),
      `${parameter.in}${parameter.required ? ', required' : ''}`,
      parameter.description ? prose(parameter.description) : schemaText(api, parameter.schema),
    ]);
    parts.push(table(['Parameter', 'Where', 'Takes'], rows));
  }
  if (body !== null) parts.push(element('h4', {}, ['Body']), fieldTable(api, body));
  const answerRows = answers.map((answer) => [
    code(answer.status),
    prose(answer.description),
    answer.schema === null ? 'nothing' : schemaText(api, answer.schema),
  ]);
  parts.push(element('h4', {}, ['Answers']), table(['Status', 'When', 'Body'], answerRows));
  const good = answers.find((answer) => answer.status.startsWith('2'))?.schema ?? null;
  if (good !== null) parts.push(...shapes(api, good));
  parts.push(tryIt(api, operation));
  const summaryLine = element('summary', {}, [
    element('span', { class: `method ${method.toLowerCase()}` }, [method]),
    code(path),
    element('span', { class: 'what' }, [summary]),
  ]);
  return element('details', { class: 'operation' }, [summaryLine, ...parts]);
}

function shapes(api: ApiDocument, schema: Schema): HTMLElement[] {
  return namesWithin(api, schema)
    .filter((name) => resolve(api, { $ref: name }).properties !== undefined)
    .map((name) =>
      element('details', { class: 'shape' }, [element('summary', {}, [name]), fieldTable(api, { $ref: name })]),
    );
}

function fieldTable(api: ApiDocument, schema: Schema): HTMLTableElement {
  const { properties = {}, required = [] } = resolve(api, schema);
  const rows = Object.entries(properties).map(([name, part]) => [
    code(name),
    `${schemaText(api, part)}${required.includes(name) ? '' : ' (optional)'}`,
  ]);
  return table(['Field', 'Type'], rows);
}

function code(text: string): HTMLElement {
  return element('code', {}, [text]);
}
