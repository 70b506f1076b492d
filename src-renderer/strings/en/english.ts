import type { OrderStatus } from '../../../src-shared/order.ts';
import { formatNumber } from '../../ui/format.ts';
import { activityText } from './activity-text.ts';
import { alertsText } from './alerts-text.ts';
import { boardText } from './board-text.ts';
import { desktopText } from './desktop-text.ts';
import { errorText } from './error-text.ts';
import { helpText } from './help-text.ts';
import { importText } from './import-text.ts';
import { lookText } from './look-text.ts';
import { orders } from './orders-count.ts';
import { paletteText } from './palette-text.ts';
import { scanText } from './scan-text.ts';
import { settingsText } from './settings-text.ts';
import { setupText } from './setup-text.ts';
import { shortcutsText } from './shortcuts-text.ts';
import { slipText } from './slip-text.ts';
import { undoText } from './undo-text.ts';
import { wallboardText } from './wallboard-text.ts';
import { windowText } from './window-text.ts';

const STATUS: Record<OrderStatus, string> = { pending: 'Pending', shipped: 'Shipped', delivered: 'Delivered' };
const SET_STATUS: Record<OrderStatus, string> = { pending: 'Set back', shipped: 'Ship', delivered: 'Deliver' };
const STATUS_SET: Record<OrderStatus, string> = {
  pending: 'set to pending',
  shipped: 'shipped',
  delivered: 'delivered',
};

/** What the console says in English from the start; `later-text.ts` has the rest. Another language gives the same keys. */
export const english = {
  product: 'Orderdeck',
  /** While the console is loaded; index.html says the same. */
  opening: 'Opening the orders',
  nav: {
    label: 'Views',
    orders: 'Orders',
    board: 'Board',
    scan: 'Scan',
    activity: 'Activity',
    wallboard: 'Wallboard',
    monitor: 'Monitor',
    settings: settingsText.title,
    help: helpText.title,
    skip: 'Skip to the view',
    more: 'More',
    api: 'API reference',
    widen: 'Show the names of the views',
    narrow: 'Show icons only',
    theme: { auto: 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' },
  },
  search: { label: 'Search orders', placeholder: 'Search number, customer, product', clear: 'Clear the search' },
  newOrder: {
    open: 'New order',
    title: 'New order',
    create: 'Create order',
    cancel: 'Cancel',
    created: (id: number) => `Order ${id} created`,
    customerHint: 'Who gets it',
    productHint: 'What is ordered',
  },
  field: {
    id: 'Number',
    customer_name: 'Customer',
    product_name: 'Product',
    status: 'Status',
    updated_at: 'Changed',
    created_at: 'Created',
    version: 'Version',
  },
  status: STATUS,
  empty: '–',
  pill: {
    /** What is read out when the connection becomes another. */
    spoken: {
      connecting: 'Connecting',
      live: 'Live: the orders are up to date',
      'catching-up': 'Catching up',
      reconnecting: 'The connection is lost. Changes cannot be saved until it is back.',
      stale: 'The orders shown are old',
      'database-lost': 'The database cannot be reached',
      refused: 'The connection was refused',
    },
    label: 'Connection',
    connecting: 'Connecting',
    live: 'Live',
    liveBy: { ipc: '', websocket: '', 'event-stream': 'by stream', polling: 'by polling' },
    catchingUp: 'Catching up',
    reconnecting: 'Reconnecting',
    dataFrom: (time: string) => `data from ${time}`,
    stale: (age: string) => `Data ${age} old`,
    databaseLost: (time: string) => `MySQL not reachable since ${time}`,
    blocked: (time: string) => `Live updates stopped since ${time}`,
    refused: 'Not connected',
    tryNow: 'Try now',
    nextTry: (seconds: number) => `next try in ${seconds} s`,
    trying: 'trying now',
  },
  pillCard: {
    title: 'Live updates',
    age: 'Age of the data',
    lag: 'Lag (half of all changes)',
    way: 'Way',
    ways: {
      ipc: 'This program',
      websocket: 'WebSocket',
      'event-stream': 'Server-sent events',
      polling: 'Polling, once a second',
    },
    fallback: 'WebSocket does not get through here, so updates take another way. It is tried again every minute.',
    database: 'Database',
    clients: 'Consoles connected',
    server: 'Server version',
    unknown: 'not known yet',
  },
  notice: {
    label: 'Connection notice',
    reconnecting: (time: string | null) =>
      time === null
        ? 'The server is not reachable. Nothing can be shown or saved until it is back.'
        : `The server is not reachable. You see the orders as they were at ${time}; changes cannot be saved until it is back.`,
    stale: (age: string) => `These orders are ${age} old and may have changed since. Do not rely on them.`,
    staleConnected: (age: string) =>
      `The server is reached, but it has read nothing new for ${age}. These orders may have changed since.`,
    databaseLost: 'The database cannot be read.',
    lastOrders: 'You see the orders as they were last; changes cannot be saved.',
    noOrders: 'No orders can be shown or saved.',
    whatNow: 'What now?',
    refused: (detail: string) => `The server refuses this console: ${detail}`,
    tryAgain: 'Try again',
    updated: 'The server was updated. Reload to get the console that belongs to it.',
    reload: 'Reload',
  },
  orders: {
    title: 'Orders',
    all: 'All',
    filter: 'Show by status',
    view: 'View',
    columns: 'Columns',
    density: 'Row height',
    densities: { compact: 'Compact', normal: 'Normal', touch: 'Touch' },
    grid: 'Orders',
    /** Said by a screen reader in the list, after the word for what it stands on; the state of a box in brackets. */
    spoken: {
      select: 'Space selects the order',
      selected: 'selected',
      notSelected: 'not selected',
      partly: 'partly selected',
      sort: 'Enter sorts by this column',
    },
    count: (shown: number, all: number) => (shown === all ? orders(all) : `${formatNumber(shown)} of ${orders(all)}`),
    newAbove: (count: number) => `${formatNumber(count)} new above`,
    loading: 'Loading orders',
    loaded: (received: number, expected: number) => `${formatNumber(received)} of ${orders(expected)}`,
    unreachable: 'The server is not reachable',
    noDatabase: 'The database is not reachable',
    unreachableHint: 'Orders appear here as soon as it answers.',
    none: 'No orders yet',
    noneHint: 'New ones appear here by themselves, whoever enters them.',
    noneOf: (status: OrderStatus) => `No ${STATUS[status].toLowerCase()} orders`,
    noneOfHint: 'Orders appear here by themselves when they reach this status.',
    noMatch: (search: string) => `Nothing matches “${search}”`,
    noMatchHint: 'The search looks at number, customer and product.',
    showAll: 'Show all orders',
  },
  bulk: {
    bar: 'Selected orders',
    selected: (count: number) => `${formatNumber(count)} selected`,
    hidden: (count: number) => `${formatNumber(count)} of them not shown by the filter`,
    set: (status: OrderStatus, count: number) => `${SET_STATUS[status]} ${orders(count)}`,
    remove: (count: number) => `Delete ${orders(count)}`,
    clear: 'Clear the selection',
    selectAll: 'Select all orders shown',
    setTitle: (status: OrderStatus, count: number) => `${SET_STATUS[status]} ${orders(count)}?`,
    setBody: (status: OrderStatus, count: number) =>
      `${count === 1 ? 'Its' : 'Their'} status becomes ${STATUS[status].toLowerCase()} for everybody at once. You can undo it.`,
    removeTitle: (count: number) => `Delete ${orders(count)}?`,
    removeBody: (count: number) =>
      `${count === 1 ? 'It disappears' : 'They disappear'} for everybody at once. You can undo it.`,
    cancel: 'Cancel',
    done: (status: OrderStatus, count: number) => `${orders(count)} ${STATUS_SET[status]}`,
    removed: (count: number) => `${orders(count)} deleted`,
    conflicts: (count: number) =>
      count === 1
        ? '1 order left as it is: somebody else changed it meanwhile.'
        : `${orders(count)} left as they are: somebody else changed them meanwhile.`,
    notFound: (count: number) => `${orders(count)} had already been deleted by somebody else.`,
    failed: (count: number) => `${orders(count)} not changed`,
    cannotSend: 'Nothing can be sent now, since there is no connection to the server. You can confirm when it is back.',
    adminsOnly: 'Only admins change several orders at once.',
  },
  outcome: {
    unsent: 'Not saved: there is no connection to the server. Nothing was changed. Try again when it is back.',
    unknown:
      'No answer from the server. The change may or may not have been made: look at the order before you try again.',
    failed: 'Not saved',
  },
  order: {
    drawer: (id: number) => `Order ${id}`,
    close: 'Close',
    save: 'Save changes',
    discard: 'Discard changes',
    remove: 'Delete order',
    saved: (id: number) => `Order ${id} saved`,
    cannotSave: 'Changes can be saved again when the connection is back.',
    notFound: (id: number) => `There is no order ${id}`,
    notFoundHint: 'It was deleted, or it never existed.',
    backToOrders: 'Back to the orders',
    edit: 'Details',
    created: 'Created',
    changed: 'Last changed',
    changedSince: 'Changed since you opened it',
    changedBy: (who: string, when: string) => `by ${who}, ${when}`,
    changedDirty: 'Your own changes are still here. Look at both versions before you save.',
    compare: 'Compare both versions',
    dismiss: 'Dismiss',
    deleted: 'Deleted since you opened it',
    deletedHint: 'What you see is the order as it was last.',
    recreate: 'Create it again as a new order',
    becameFrom: (before: string, after: string) => `${before} → ${after}`,
  },
  conflict: {
    title: 'Two versions of this order',
    notSaved: (who: string, when: string) =>
      `Not saved: ${who} changed this order ${when}. Both versions are shown side by side.`,
    compare: (who: string, when: string) => `${who} changed this order ${when}. Both versions are shown side by side.`,
    somebody: 'somebody',
    theirs: 'Theirs',
    mine: 'Yours',
    choose: (field: string) => `Version to keep for ${field}`,
    keepTheirs: 'Keep theirs',
    saveChoice: 'Save my choice',
    back: 'Back to my changes',
    same: 'same in both',
  },
  history: {
    title: 'History',
    created: 'Created',
    deleted: 'Deleted',
    changed: 'Changed',
    touched: 'Saved without a visible change',
    unknownActor: 'not recorded',
    incomplete: 'Older changes are no longer in the change log.',
    none: 'The change log holds nothing about this order any more.',
    failed: 'The history could not be loaded.',
    retry: 'Try again',
    loading: 'Loading the history',
  },
  alerts: alertsText,
  board: boardText,
  scan: scanText,
  activity: activityText,
  wallboard: wallboardText,
  window: windowText,
  importing: importText,
  help: helpText,
  look: lookText,
  palette: paletteText,
  errors: errorText,
  shortcuts: shortcutsText,
  slip: slipText,
  undo: undoText,
  time: {
    now: 'now',
    utc: 'UTC',
    none: 'no time recorded',
    justNow: 'just now',
    ago: (span: string) => `${span} ago`,
  },
  copy: { copy: 'Copy', copied: 'Copied' },
  desktop: desktopText,
  setup: setupText,
  settings: settingsText,
};
