import '@fontsource-variable/inter';
import './api-docs/api-docs.css';
import { element } from './api-docs/element.ts';
import { type ApiDocument, operationsOf } from './api-docs/open-api-document.ts';
import { operationSection } from './api-docs/operation-section.ts';

const DOCUMENT_URL = '/api/openapi.json';

/** The description the server makes of its own routes, readable and with each call to try. */
async function show(page: HTMLElement): Promise<void> {
  const answer = await fetch(DOCUMENT_URL);
  if (!answer.ok) throw new Error(`${DOCUMENT_URL} answered ${answer.status}`);
  const api: ApiDocument = await answer.json();
  const operations = operationsOf(api);
  const groups = (api.tags ?? []).map((tag) => ({
    ...tag,
    operations: operations.filter((one) => one.tag === tag.name),
  }));
  page.replaceChildren(
    element('header', {}, [
      element('h1', {}, [`${api.info.title} API `, element('small', {}, [api.info.version])]),
      element('p', {}, [
        `${api.info.description ?? ''} `,
        element('a', { href: DOCUMENT_URL }, ['OpenAPI 3.1 document']),
        ' · ',
        element('a', { href: '/' }, ['Console']),
      ]),
    ]),
    ...groups
      .filter((group) => group.operations.length > 0)
      .flatMap((group) => [
        element('h2', {}, [group.description ?? group.name]),
        ...group.operations.map((operation) => operationSection(api, operation)),
      ]),
  );
}

const page = document.getElementById('api');
if (page !== null) {
  show(page)
    .catch((error: unknown) =>
      page.replaceChildren(element('p', { role: 'alert' }, [`The description did not load: ${error}`])),
    )
    .finally(() => page.removeAttribute('aria-busy'));
}
