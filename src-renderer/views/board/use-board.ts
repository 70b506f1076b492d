import { createContext, useContext, useEffect, useState } from 'react';
import type { Order, OrderStatus } from '../../../src-shared/order.ts';
import type { ConsoleState } from '../../store/store.ts';
import { workspace } from '../../store/workspace.ts';
import { useLiveConsole } from '../../ui/console-context.tsx';
import { BoardModel } from './board-model.ts';
import { Flights } from './flights.ts';
import { MoverNames } from './mover-names.ts';

/** What the parts of one board share; it is the same as long as the board is open. */
export interface Board {
  readonly model: BoardModel;
  readonly names: MoverNames;
  readonly flights: Flights;
}

/** What a card can ask of its board. Never another one, so that no card is drawn anew for it. */
export interface BoardHands extends Board {
  readonly open: (id: number) => void;
  readonly move: (order: Order, to: OrderStatus) => void;
  readonly focus: (order: Order) => void;
}

const BoardContext = createContext<BoardHands | null>(null);
export const BoardProvider = BoardContext.Provider;

export function useBoardHands(): BoardHands {
  const hands = useContext(BoardContext);
  if (hands === null) throw new Error('A card was drawn outside its board.');
  return hands;
}

/** Keeps a board in step with what the console shows for as long as the view is open. */
export function useBoard(): Board {
  const { store, clock } = useLiveConsole();
  const [board] = useState<Board>(() => {
    const { shown, recent } = store.getState();
    const model = new BoardModel();
    model.search(workspace.getState().search);
    model.show(shown);
    return { model, names: new MoverNames(recent, () => clock.monotonic()), flights: new Flights() };
  });
  useEffect(() => {
    const show = (state: ConsoleState): void => follow(board, state);
    show(store.getState());
    return store.subscribe(show);
  }, [store, board]);
  return board;
}

function follow({ model, names, flights }: Board, { shown, recent, unconfirmed }: ConsoleState): void {
  names.hear(recent);
  model.show(shown, (moves) => {
    for (const { order } of moves) flights.leave(order.id, order.status);
    // What this person asked for is nobody's news.
    names.name(moves.filter(({ order }) => !unconfirmed.has(order.id)));
  });
}
