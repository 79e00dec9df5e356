import { Body, Button, Container, Head, Hr, Html, Preview, Text } from "react-email";

export interface MessageProps {
  /** One line that mail programs show beside the subject. */
  readonly preview: string;
  readonly paragraphs: readonly string[];
  readonly action?: { readonly label: string; readonly url: string };
  /** Small print below the line. */
  readonly note: string;
}

const text = { color: "#14181f", fontSize: "14px", lineHeight: "20px", margin: "0 0 12px" };
const small = { color: "#56606e", fontSize: "12px", lineHeight: "18px", margin: "0" };

/** The one layout of all mails: a few sentences, at most one action, its address in full for those who cannot press it. */
export function Message({ preview, paragraphs, action, note }: MessageProps) {
  return (
    <Html lang="en">
      <Head />
      <Preview>{preview}</Preview>
      <Body style={{ backgroundColor: "#f7f8fa", fontFamily: "Inter, Helvetica, Arial, sans-serif", margin: 0, padding: "32px 0" }}>
        <Container
          style={{ backgroundColor: "#ffffff", border: "1px solid #d9dde3", borderRadius: "6px", maxWidth: "520px", padding: "24px" }}
        >
          <Text style={{ ...text, fontWeight: 600 }}>RustyBT</Text>
          {paragraphs.map((paragraph) => (
            <Text key={paragraph} style={text}>
              {paragraph}
            </Text>
          ))}
          {action && (
            <>
              <Button
                href={action.url}
                style={{ backgroundColor: "#0b5cad", borderRadius: "6px", color: "#ffffff", fontSize: "14px", padding: "10px 16px" }}
              >
                {action.label}
              </Button>
              {/* The form without markup has the address behind the label already. */}
              <Text data-skip-in-text="true" style={{ ...small, margin: "12px 0 0", wordBreak: "break-all" }}>
                {action.url}
              </Text>
            </>
          )}
          <Hr style={{ borderColor: "#d9dde3", margin: "20px 0 12px" }} />
          <Text style={small}>{note}</Text>
        </Container>
      </Body>
    </Html>
  );
}
