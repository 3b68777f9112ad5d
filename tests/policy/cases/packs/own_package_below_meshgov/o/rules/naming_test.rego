package broken
)