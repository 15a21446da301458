import { Button, type ButtonProps, Modal, ModalBody } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';

type DialogProps = Pick<ButtonProps, 'size' | 'variant'> & {
  id: string;
  title: string;
  /** Of the button that opens it. */
  label: string;
  children: ReactNode;
};

/** A button, and the form it opens. */
export function FormDialog({ id, title, label, children, ...look }: DialogProps) {
  return (
    <Button
      {...look}
      overlay={
        <Modal id={id} title={title} width="md">
          <ModalBody>{children}</ModalBody>
        </Modal>
      }
    >
      {label}
    </Button>
  );
}
