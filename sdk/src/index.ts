export * from "@rustybt/engine";
