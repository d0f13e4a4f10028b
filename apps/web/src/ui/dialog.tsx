import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "../messages/text.ts";
import { CloseMark } from "./marks.tsx";

/** A dialog. Its head is a plain box: a header element inside it would count as a second banner of the page. */
export function Dialog({
  title,
  opened,
  onClose,
  wide = false,
  children,
}: {
  title: string;
  opened: boolean;
  onClose: () => void;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <Modal.Root opened={opened} onClose={onClose} size={wide ? 640 : 460} centered transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content>
        <div className="dialog-head">
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label={t("dialog.close")} icon={<CloseMark />} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** Asks before something is taken away, and names what goes. */
export function Confirm(props: {
  title: string;
  what: string;
  yes: string;
  opened: boolean;
  busy?: boolean;
  onYes: () => void;
  onClose: () => void;
  children?: ReactNode;
}) {
  return (
    <Dialog title={props.title} opened={props.opened} onClose={props.onClose}>
      <p>{props.what}</p>
      {props.children}
      <div className="row-end">
        <button type="button" className="btn" onClick={props.onClose}>
          {t("dialog.keep")}
        </button>
        <button type="button" className="btn primary" disabled={props.busy ?? false} onClick={props.onYes}>
          {props.yes}
        </button>
      </div>
    </Dialog>
  );
}
