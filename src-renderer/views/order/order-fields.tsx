import { Input, SegmentedControl, TextInput } from '@mantine/core';
import { ORDER_STATUSES } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';
import type { FieldErrors } from '../../ui/field-errors.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useMay } from '../../ui/use-may.ts';
import type { OrderDraft } from './merge.ts';

interface OrderFieldsProps {
  readonly draft: OrderDraft;
  readonly errors: FieldErrors;
  readonly disabled: boolean;
  readonly onChange: (part: Partial<OrderDraft>) => void;
}

export function OrderFields({ draft, errors, disabled, onChange }: OrderFieldsProps) {
  const mayEdit = useMay('orders:edit');
  const maySetStatus = useMay('orders:set-status');
  return (
    <>
      <TextInput
        label={text.field.customer_name}
        value={draft.customer_name}
        error={errors.fields.customer_name}
        disabled={disabled || !mayEdit}
        autoComplete="off"
        onChange={(event) => onChange({ customer_name: event.currentTarget.value })}
      />
      <TextInput
        label={text.field.product_name}
        value={draft.product_name}
        error={errors.fields.product_name}
        disabled={disabled || !mayEdit}
        autoComplete="off"
        onChange={(event) => onChange({ product_name: event.currentTarget.value })}
      />
      <Input.Wrapper label={text.field.status} error={errors.fields.status}>
        <SegmentedControl
          fullWidth
          withItemsBorders={false}
          size="sm"
          disabled={disabled || !maySetStatus}
          aria-label={text.field.status}
          data={ORDER_STATUSES.map((value) => ({ value, label: <StatusBadge status={value} /> }))}
          value={draft.status}
          onChange={(status) => onChange({ status })}
        />
      </Input.Wrapper>
    </>
  );
}
