import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  KeyboardSensor,
  MeasuringStrategy,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  type Ref,
  useCallback,
  useDeferredValue,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { useStore } from 'zustand';
import { ORDER_STATUSES, type Order, type OrderStatus } from '../../../src-shared/order.ts';
import { canSend } from '../../connection/connection-state.ts';
import { looksOld } from '../../connection/freshness.ts';
import { workspace } from '../../store/workspace.ts';
import { text } from '../../strings.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import { toast } from '../../ui/toast.ts';
import { useFreshness } from '../../ui/use-freshness.ts';
import cardStyles from './board-card.module.css';
import { BoardColumn } from './board-column.tsx';
import {
  columnUnder,
  createAnnouncements,
  KEYBOARD_CODES,
  MOUSE_SLACK,
  nextColumn,
  statusOf,
  TOUCH_PRESS,
} from './board-drag.ts';
import styles from './board-lanes.module.css';
import { CardFace } from './card-face.tsx';
import { EarlyKeys } from './early-keys.ts';
import { Landing } from './landing.tsx';
import { type BoardHands, BoardProvider, useBoard } from './use-board.ts';

export interface LanesHandle {
  /** Brings the keyboard to a card; does nothing when it is not on the board. */
  readonly focus: (id: number) => void;
}

interface BoardLanesProps {
  readonly ref: Ref<LanesHandle>;
  readonly openId: number | null;
  readonly onOpen: (id: number) => void;
}

interface Held {
  /** As it was when it was lifted: the version the person saw. */
  readonly order: Order;
  readonly over: OrderStatus | null;
}

/** The columns, and what moves between them. */
export function BoardLanes({ ref, openId, onOpen }: BoardLanesProps) {
  const { store, actions } = useLiveConsole();
  const board = useBoard();
  const { model, flights } = board;
  const only = useStore(workspace, (state) => state.status);
  const search = useDeferredValue(useStore(workspace, (state) => state.search));
  useEffect(() => model.search(search), [model, search]);
  const [announcements] = useState(createAnnouncements);
  const [earlyKeys] = useState(() => new EarlyKeys());
  useEffect(() => () => earlyKeys.drop(), [earlyKeys]);
  const [held, setHeld] = useState<Held | null>(null);
  const [focusedId, setFocusedId] = useState<number | null>(null);
  const root = useRef<HTMLDivElement>(null);

  const focus = useCallback((order: Order): void => {
    // Drawn first, wherever it stands, so that there is something to focus.
    flushSync(() => setFocusedId(order.id));
    const card = root.current?.querySelector<HTMLElement>(`[data-card="${order.id}"] button`);
    card?.focus();
    card?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, []);
  const move = useCallback(
    (order: Order, to: OrderStatus): void => {
      if (canSend(store.getState().connection)) void actions.setStatus([order], to);
      else toast('bad', text.order.cannotSave);
    },
    [store, actions],
  );
  const hands = useMemo<BoardHands>(() => ({ ...board, open: onOpen, move, focus }), [board, onOpen, move, focus]);
  useImperativeHandle(ref, () => ({
    focus(id) {
      const order = model.get(id);
      if (order !== undefined && model.indexOf(order) >= 0) focus(order);
    },
  }));

  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: MOUSE_SLACK }),
    useSensor(TouchSensor, { activationConstraint: TOUCH_PRESS }),
    useSensor(KeyboardSensor, { keyboardCodes: KEYBOARD_CODES, coordinateGetter: nextColumn }),
  );
  const letGo = ({ active, over, activatorEvent }: Pick<DragEndEvent, 'active' | 'over' | 'activatorEvent'>): void => {
    earlyKeys.drop();
    const id = Number(active.id);
    const target = statusOf(over?.id);
    const lifted = root.current?.querySelector<HTMLElement>('[data-lifted]') ?? null;
    const now = model.get(id);
    if (lifted !== null && now !== undefined) flights.leaveFrom(id, lifted, target ?? now.status);
    const order = held?.order;
    flushSync(() => setHeld(null));
    if (now === undefined) toast('bad', text.board.deleted(id));
    else if (order !== undefined && target !== null && target !== order.status) move(order, target);
    flights.arrive();
    // What was moved by keys keeps the keyboard; after the drag has come to its end.
    if (activatorEvent instanceof KeyboardEvent) {
      requestAnimationFrame(() => {
        const there = model.get(id);
        if (there !== undefined && model.indexOf(there) >= 0) focus(there);
      });
    }
  };
  const shown = ORDER_STATUSES.filter((status) => only === null || only === status);
  const entry = shown.find((status) => model.cards(status).length > 0);
  const focused = focusedId === null ? undefined : model.get(focusedId);
  const isNowhere = focused === undefined || model.indexOf(focused) < 0;
  const { freshness, ageMs } = useFreshness();
  const complete = useConsole((state) => state.picture.complete);
  return (
    <BoardProvider value={hands}>
      <DndContext
        sensors={sensors}
        collisionDetection={columnUnder}
        measuring={{ droppable: { strategy: MeasuringStrategy.Always } }}
        accessibility={{
          announcements,
          restoreFocus: false,
          screenReaderInstructions: { draggable: text.board.dragHelp },
        }}
        onDragStart={({ active, activatorEvent }) => {
          if (activatorEvent instanceof KeyboardEvent) earlyKeys.hold();
          const order = model.get(Number(active.id));
          if (order !== undefined) setHeld({ order, over: order.status });
        }}
        onDragOver={({ over }) => {
          const status = statusOf(over?.id);
          if (status !== null) earlyKeys.release();
          setHeld((before) => (before === null ? null : { ...before, over: status }));
        }}
        onDragEnd={letGo}
        onDragCancel={({ active, activatorEvent }) => letGo({ active, over: null, activatorEvent })}
      >
        <div
          ref={(element) => {
            root.current = element;
            flights.root = element;
          }}
          className={styles.root}
          data-old={looksOld(freshness, ageMs)}
          data-covered={!complete}
        >
          <div className={styles.lanes} data-held={held !== null}>
            {shown.map((status) => (
              <BoardColumn
                key={status}
                status={status}
                focusedId={focusedId}
                isEntry={isNowhere && status === entry}
                openId={openId}
                heldId={held?.order.id ?? null}
                isTarget={held !== null && held.over === status && held.order.status !== status}
              />
            ))}
          </div>
          <Landing />
          <DragOverlay dropAnimation={null} zIndex={300}>
            {held !== null && (
              <div className={`${cardStyles.card} ${cardStyles.lifted}`} data-lifted={held.order.id}>
                <div className={cardStyles.main}>
                  <CardFace order={held.order} />
                </div>
              </div>
            )}
          </DragOverlay>
        </div>
      </DndContext>
    </BoardProvider>
  );
}
