import { Button, Group, Input, Modal, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { newOrderSchema, ORDER_STATUSES, type OrderStatus } from '../../../src-shared/order.ts';
import { canSend } from '../../connection/connection-state.ts';
import { setUnsaved, workspace } from '../../store/workspace.ts';
import { text } from '../../strings.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import { type FieldErrors, fieldErrorsOf, localErrors, NO_ERRORS } from '../../ui/field-errors.ts';
import { FormProblem } from '../../ui/form-problem.tsx';
import { outcomeText } from '../../ui/outcome-text.ts';
import { useFocusBack } from '../../ui/use-focus-back.ts';

/** There only while it is open: what was typed goes with it. */
export function NewOrderDialog() {
  useFocusBack();
  const close = (): void => workspace.setState({ newOrderOpen: false, newOrderStatus: 'pending' });
  return (
    <Modal
      opened
      onClose={close}
      title={text.newOrder.title}
      size={440}
      closeButtonProps={{ 'aria-label': text.order.close }}
    >
      <NewOrderForm onClose={close} />
    </Modal>
  );
}

const EMPTY = { customer_name: '', product_name: '', status: 'pending' as OrderStatus };

function NewOrderForm({ onClose }: { readonly onClose: () => void }) {
  const { actions } = useLiveConsole();
  const connected = useConsole((state) => canSend(state.connection));
  const [draft, setDraft] = useState(() => ({ ...EMPTY, status: workspace.getState().newOrderStatus }));
  const [errors, setErrors] = useState<FieldErrors>(NO_ERRORS);
  const [busy, setBusy] = useState(false);

  const change = (part: Partial<typeof EMPTY>): void => {
    setDraft((before) => ({ ...before, ...part }));
    setErrors(NO_ERRORS);
  };
  useEffect(() => {
    setUnsaved('new-order', draft.customer_name !== '' || draft.product_name !== '');
    return () => setUnsaved('new-order', false);
  }, [draft]);
  const create = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const local = localErrors(newOrderSchema, draft);
    setErrors(local);
    if (local !== NO_ERRORS) return;
    setBusy(true);
    const outcome = await actions.create(draft, { tell: 'good' });
    setBusy(false);
    if (outcome.kind !== 'order') {
      setErrors(
        outcome.kind === 'problem' ? fieldErrorsOf(outcome.problem) : { fields: {}, form: outcomeText(outcome) },
      );
      return;
    }
    onClose();
  };

  return (
    <form onSubmit={(event) => void create(event)} noValidate>
      <Stack gap={16}>
        <TextInput
          label={text.field.customer_name}
          placeholder={text.newOrder.customerHint}
          value={draft.customer_name}
          error={errors.fields.customer_name}
          autoComplete="off"
          data-autofocus
          onChange={(event) => change({ customer_name: event.currentTarget.value })}
        />
        <TextInput
          label={text.field.product_name}
          placeholder={text.newOrder.productHint}
          value={draft.product_name}
          error={errors.fields.product_name}
          autoComplete="off"
          onChange={(event) => change({ product_name: event.currentTarget.value })}
        />
        <Input.Wrapper label={text.field.status} error={errors.fields.status}>
          <SegmentedControl
            fullWidth
            withItemsBorders={false}
            size="sm"
            aria-label={text.field.status}
            data={ORDER_STATUSES.map((value) => ({ value, label: text.status[value] }))}
            value={draft.status}
            onChange={(status) => change({ status })}
          />
        </Input.Wrapper>
        <FormProblem message={connected ? errors.form : text.order.cannotSave} waits={!connected} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            {text.newOrder.cancel}
          </Button>
          <Button type="submit" loading={busy} disabled={!connected}>
            {text.newOrder.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
